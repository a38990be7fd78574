namespace Digits.Training.Storage;

/// <summary>A registered model version. Deleting only stamps it, so that its number is never given out again.</summary>
internal sealed class ModelVersionRow
{
    public required string Model { get; set; }

    public required int Version { get; set; }

    public required string Run { get; set; }

    public required string Dataset { get; set; }

    public required string DatasetVersion { get; set; }

    public required IReadOnlyList<string> Labels { get; set; }

    public double? TestAccuracy { get; set; }

    public required string Sha256 { get; set; }

    public required int SizeBytes { get; set; }

    public required DateTimeOffset CreateTime { get; set; }

    /// <summary>Networks that answer together.</summary>
    public required int Members { get; set; }

    public DateTimeOffset? DeleteTime { get; set; }
}
