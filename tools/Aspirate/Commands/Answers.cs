using System.Text.Json.Serialization;

namespace Aspirate.Commands;

/// <summary>The settings from the options, the environment and an earlier run. All but the last few are kept for the next run.</summary>
internal sealed class Answers
{
    public const string DefaultArtifactsPath = "aspirate-output";

    public string ProjectPath { get; set; } = ".";

    public string InputPath { get; set; } = DefaultArtifactsPath;

    public string OutputPath { get; set; } = DefaultArtifactsPath;

    public string? LaunchProfile { get; set; }

    public string? Namespace { get; set; }

    public string? ContainerBuildContext { get; set; }

    public string? ContainerRegistry { get; set; }

    public string[]? ContainerImageTags { get; set; }

    public string[]? ContainerBuildArgs { get; set; }

    public string? ContainerRepositoryPrefix { get; set; }

    public string ContainerBuilder { get; set; } = "docker";

    public string? RuntimeIdentifier { get; set; }

    public string? ImagePullPolicy { get; set; }

    public string? TemplatePath { get; set; }

    public string? KubeContext { get; set; }

    public string OutputFormat { get; set; } = "kustomize";

    public string[]? Parameters { get; set; }

    public bool? DisableSecrets { get; set; }

    [JsonPropertyName("skipFinalKustomizeGeneration")]
    public bool? SkipFinal { get; set; }

    [JsonPropertyName("withPrivateRegistry")]
    public bool? PrivateRegistry { get; set; }

    public string? PrivateRegistryUrl { get; set; }

    public string? PrivateRegistryUsername { get; set; }

    public string? PrivateRegistryEmail { get; set; }

    public bool? RollingRestart { get; set; }

    public bool? IncludeDashboard { get; set; }

    [JsonIgnore]
    public string? PrivateRegistryPassword { get; set; }

    [JsonIgnore]
    public string? ManifestPath { get; set; }

    [JsonIgnore]
    public bool? SkipBuild { get; set; }

    [JsonIgnore]
    public bool? PreferDockerfile { get; set; }

    [JsonIgnore]
    public bool? NonInteractive { get; set; }

    [JsonIgnore]
    public bool? DisableState { get; set; }

    /// <summary>Whether a user can be asked.</summary>
    [JsonIgnore]
    public bool CanAsk => NonInteractive != true && !Console.IsInputRedirected && !Console.IsOutputRedirected;
}
