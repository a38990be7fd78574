namespace Aspire.Hosting.ApplicationModel;

/// <summary>Says how the image of a container is built.</summary>
/// <param name="contextPath">The full path of the folder that the build sees.</param>
/// <param name="dockerfilePath">The full path of the Dockerfile.</param>
/// <param name="stage">The stage to build; null for the last.</param>
public class DockerfileBuildAnnotation(string contextPath, string dockerfilePath, string? stage) : IResourceAnnotation
{
    /// <summary>The full path of the folder that the build sees.</summary>
    public string ContextPath { get; } = contextPath;

    /// <summary>The full path of the Dockerfile.</summary>
    public string DockerfilePath { get; } = dockerfilePath;

    /// <summary>The stage to build; null for the last.</summary>
    public string? Stage { get; } = stage;

    /// <summary>The arguments of the build, by name: text, flags, or values known later.</summary>
    public Dictionary<string, object?> BuildArguments { get; } = [];

    /// <summary>The secrets of the build, by name: parameters or files.</summary>
    public Dictionary<string, object> BuildSecrets { get; } = [];

    /// <summary>Whether the image can be run; one that cannot is only built, for others to copy from.</summary>
    public bool HasEntrypoint { get; set; } = true;
}
