namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>Bucket counts in few bytes: most are small, and many are 0.</summary>
internal static class BucketCounts
{
    private const int PayloadBits = 7;
    private const int More = 1 << PayloadBits;
    private const int MaxBytes = 10;

    public static byte[] Pack(ReadOnlySpan<ulong> counts)
    {
        // Histograms have some ten buckets; what is longer than the bytes here is the work of nobody we know.
        Span<byte> packed = counts.Length <= 128 ? stackalloc byte[counts.Length * MaxBytes] : new byte[counts.Length * MaxBytes];
        var length = 0;
        foreach (var count in counts)
        {
            var rest = count;
            while (rest >= More)
            {
                packed[length++] = (byte)(rest | More);
                rest >>= PayloadBits;
            }

            packed[length++] = (byte)rest;
        }

        return packed[..length].ToArray();
    }

    /// <summary>Adds each count, times a factor, to the sums.</summary>
    public static void AddTo(Span<double> sums, byte[]? packed, double factor)
    {
        for (int at = 0, bucket = 0; packed is not null && at < packed.Length && bucket < sums.Length; bucket++)
        {
            ulong count = 0;
            for (var shift = 0; ; shift += PayloadBits)
            {
                count |= (ulong)(packed[at] & (More - 1)) << shift;
                if (packed[at++] < More)
                {
                    break;
                }
            }

            sums[bucket] += count * factor;
        }
    }
}
