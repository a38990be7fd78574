namespace Aspirate.Images;

/// <summary>The image settings of a project, from its file and the options.</summary>
internal sealed record ProjectImage
{
    public string? ContainerRegistry { get; init; }

    public string? ContainerRepository { get; init; }

    public string? ContainerImageName { get; init; }

    /// <summary>The tag, or several with semicolons between them.</summary>
    public string? ContainerImageTag { get; init; }

    public string? DockerfileFile { get; init; }

    public string? DockerfileContext { get; init; }

    /// <summary>The image as Kubernetes fetches it. Of several tags it is the first.</summary>
    public string FullName
    {
        get
        {
            string?[] parts = [ContainerRegistry, ContainerRepository, ContainerImageName];
            return $"{string.Join('/', parts.Where(p => !string.IsNullOrEmpty(p)))}:{ContainerImageTag!.Split(';')[0]}".ToLowerInvariant();
        }
    }
}
