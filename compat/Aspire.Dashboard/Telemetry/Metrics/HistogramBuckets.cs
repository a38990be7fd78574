using OpenTelemetry.Proto.Metrics.V1;

namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>Brings exponential histograms into buckets with fixed bounds, because theirs change with what they measure.</summary>
internal static class HistogramBuckets
{
    private const int StepsAnOctave = 2;
    private const int LowestOctave = -20;
    private const int HighestOctave = 40;

    /// <summary>Bounds a factor √2 apart, from a millionth to 10^12.</summary>
    public static double[] Bounds { get; } =
        [.. Enumerable.Range(LowestOctave * StepsAnOctave, ((HighestOctave - LowestOctave) * StepsAnOctave) + 1)
            .Select(step => Math.Pow(2, (double)step / StepsAnOctave))];

    /// <summary>The counts for <see cref="Bounds"/>. What is not above zero is counted in the first bucket.</summary>
    public static ulong[] Of(ExponentialHistogramDataPoint point)
    {
        var counts = new ulong[Bounds.Length + 1];
        counts[0] = point.ZeroCount;
        foreach (var count in point.Negative?.BucketCounts ?? [])
        {
            counts[0] += count;
        }

        var bucket = point.Positive?.Offset ?? 0;
        foreach (var count in point.Positive?.BucketCounts ?? [])
        {
            // The logarithm, base √2 as the bounds, of the upper end base^(bucket + 1).
            var step = (bucket++ + 1.0) * Math.Pow(2, -point.Scale) * StepsAnOctave;
            var index = Math.Ceiling(step - 1e-9) - (LowestOctave * StepsAnOctave);
            counts[(int)Math.Clamp(index, 0, Bounds.Length)] += count;
        }

        return counts;
    }
}
