namespace Digits.Training.Models;

/// <summary>An immutable version of a model.</summary>
internal sealed record ModelVersion(
    string Model,
    int Version,
    string Run,
    string Dataset,
    string DatasetVersion,
    IReadOnlyList<string> Labels,
    double? TestAccuracy,
    string Sha256,
    int SizeBytes,
    DateTimeOffset CreateTime,
    int Members);
