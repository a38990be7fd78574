using Aspirate.Configuration;
using Aspirate.Images;
using Aspirate.Manifests;

namespace Aspirate.Commands;

/// <summary>Builds and pushes the images.</summary>
internal static class BuildCommand
{
    public static async Task RunAsync(Answers answers)
    {
        AspirateSettings.Apply(answers);
        var resources = Manifest.Load(await ManifestSource.FindAsync(answers));
        var images = await ProjectImages.ReadAsync(resources, answers);
        await ImageBuilder.BuildAsync(resources, images, answers);
    }
}
