namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>A value as it was from one time to another. Points of counters and histograms hold everything since the start.</summary>
internal struct MetricPoint
{
    /// <summary>When it was first seen, nanoseconds since 1970.</summary>
    public long Time;

    /// <summary>When it was last seen.</summary>
    public long Until;

    /// <summary>The value; the sum of a histogram.</summary>
    public double Value;

    /// <summary>How many values a histogram has counted.</summary>
    public ulong Count;

    /// <summary>The buckets of a histogram, see <see cref="BucketCounts"/>.</summary>
    public byte[]? Buckets;
}
