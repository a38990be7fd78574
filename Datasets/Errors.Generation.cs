namespace Digits.Datasets;

/// <summary>Why samples cannot be generated.</summary>
internal static partial class Errors
{
    public static RefusalException CountOutOfRange(int count, int least, int most) => RefusalException.InvalidInput(
        "COUNT_OUT_OF_RANGE", $"{count} samples cannot be drawn; {least} to {most} can.", ("count", $"{least} to {most}"));
}
