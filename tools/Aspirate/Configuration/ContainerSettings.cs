namespace Aspirate.Configuration;

/// <summary>How images are named and built.</summary>
internal sealed record ContainerSettings
{
    public string? Registry { get; init; }

    public string? RepositoryPrefix { get; init; }

    public string[]? Tags { get; init; } = [];

    public string? Builder { get; init; }

    public string[]? BuildArgs { get; init; } = [];

    public string? Context { get; init; }
}
