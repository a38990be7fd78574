using Digits.Deploy.Tests.Manifests;
using Digits.Tests;

namespace Digits.Deploy.Tests.Images;

/// <summary>The images of the four services, published once for all tests that ask for them, over a base that was made here.</summary>
public sealed class PublishedImages : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Lazy<Task<IReadOnlyDictionary<string, ServiceImage>>> _images;

    public PublishedImages()
    {
        _images = new(PublishAsync);
    }

    internal Task<IReadOnlyDictionary<string, ServiceImage>> ByNameAsync() => _images.Value;

    public void Dispose() => _folder.Dispose();

    private async Task<IReadOnlyDictionary<string, ServiceImage>> PublishAsync()
    {
        await using var registry = await BaseRegistry.StartAsync(BaseImage.Make());
        (string Name, string Project)[] services =
            [("processing", "Processing.Grpc"), ("training", "Training.Grpc"), ("inference", "Inference.Grpc"), ("gateway", "Gateway")];
        return services.ToDictionary(service => service.Name, service => Publish(service.Name, service.Project, registry.Address));
    }

    private ServiceImage Publish(string name, string project, string registry)
    {
        var archive = Path.Combine(_folder.Path, $"{name}.tar");
        // As Aspirate calls it, but for the base and for where the image goes.
        Tool.Output(
            "dotnet",
            [
                "publish", Path.Combine(Repository.Root, project), "-t:PublishContainer", "--verbosity", "quiet", "--nologo", "-r", "linux-x64",
                $"-p:ContainerBaseImage={registry}/base:10.0", $"-p:ContainerArchiveOutputPath={archive}", "-p:ContainerImageTag=test",
                // For the time it takes; the images grow by compiling ahead, but stay far below the limit.
                "-p:PublishReadyToRun=false",
            ],
            variable: ("DOTNET_CONTAINER_INSECURE_REGISTRIES", registry));
        var image = new ServiceImage(name, archive, Path.Combine(_folder.Path, name));
        File.Delete(archive);
        return image;
    }
}
