using Digits.Deploy.Tests.Manifests;
using Digits.Tests;

namespace Digits.Deploy.Tests.Images;

/// <summary>The images of the four services, published once for all tests, over a base that was made here.</summary>
internal sealed class PublishedImages
{
    private readonly string _folder = Directory.CreateTempSubdirectory("digits-images-").FullName;

    private PublishedImages()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(_folder, recursive: true);
    }

    public IReadOnlyDictionary<string, ServiceImage> ByName { get; private set; } = new Dictionary<string, ServiceImage>();

    public static async Task<PublishedImages> PublishAsync()
    {
        var images = new PublishedImages();
        await using var registry = await BaseRegistry.StartAsync(BaseImage.Make());
        (string Name, string Project)[] services =
            [("processing", "Processing.Grpc"), ("training", "Training.Grpc"), ("inference", "Inference.Grpc"), ("gateway", "Gateway")];
        images.ByName = services.ToDictionary(service => service.Name, service => images.Publish(service.Name, service.Project, registry.Address));
        return images;
    }

    private ServiceImage Publish(string name, string project, string registry)
    {
        var archive = Path.Combine(_folder, $"{name}.tar");
        // As Aspirate calls it, but for the base and for where the image goes.
        Tool.Output(
            "dotnet",
            [
                "publish", Path.Combine(Repository.Root, project), "-t:PublishContainer", "--verbosity", "quiet", "--nologo", "-r", "linux-x64",
                $"-p:ContainerBaseImage={registry}/base:10.0", $"-p:ContainerArchiveOutputPath={archive}", "-p:ContainerImageTag=test",
            ],
            variable: ("DOTNET_CONTAINER_INSECURE_REGISTRIES", registry));
        var image = new ServiceImage(name, archive, Path.Combine(_folder, name));
        File.Delete(archive);
        return image;
    }
}
