namespace Digits.Datasets;

/// <summary>What is wrong with requests for quality reports.</summary>
internal static partial class Errors
{
    public static RefusalException SamplesPerFindingOutOfRange(int count, int limit) => RefusalException.InvalidInput(
        "SAMPLES_PER_FINDING_OUT_OF_RANGE",
        $"{count} samples cannot be named in a finding, 0 to {limit} can.",
        ("samples_per_finding", $"0 to {limit}"));
}
