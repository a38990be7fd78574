using Aspire.Dashboard.Telemetry.Metrics;

namespace Aspire.Dashboard.Api;

/// <summary>
/// Brings series with points at times of their own onto a common row of times and adds them up: gauges by their values, counters
/// by what they grew each second, histograms by the percentiles of what came in between.
/// </summary>
internal sealed class MetricChart
{
    private const int Steps = 60;

    // Senders write every second or every minute; what has not been heard of for longer is gone.
    private static readonly long Silence = (long)TimeSpan.FromSeconds(75).TotalNanoseconds;
    private static readonly (string Name, double Quantile)[] Percentiles = [("P50", 0.5), ("P90", 0.9), ("P99", 0.99)];

    private readonly long _step;

    public MetricChart(long now, TimeSpan span)
    {
        // On whole steps, so that a chart that is drawn again has the same values a little further left.
        _step = (long)span.TotalNanoseconds / Steps;
        var last = now / _step * _step;
        Times = [.. Enumerable.Range(1 - Steps, Steps).Select(index => last + (index * _step))];
        From = Times[0] - _step;
    }

    /// <summary>The ends of the steps, nanoseconds since 1970.</summary>
    public IReadOnlyList<long> Times { get; }

    public long From { get; }

    /// <summary>A name and a value for each time, null where there is none.</summary>
    public IReadOnlyList<object> Lines(InstrumentKind kind, IReadOnlyList<MetricSeries> series) => kind switch
    {
        InstrumentKind.Histogram => HistogramLines(series),
        InstrumentKind.Counter => [new { Name = "per second", Values = Times.Select(time => Finite(RateAt(series, time))) }],
        _ => [new { Name = "value", Values = Times.Select(time => Finite(ValueAt(series, time))) }],
    };

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static double? ValueAt(IReadOnlyList<MetricSeries> series, long time)
    {
        double? sum = null;
        foreach (var one in series)
        {
            var number = one.At(time);
            if (number >= 0 && one.Points[number].Until >= time - Silence)
            {
                sum = (sum ?? 0) + one.Points[number].Value;
            }
        }

        return sum;
    }

    private double? RateAt(IReadOnlyList<MetricSeries> series, long time)
    {
        double? sum = null;
        foreach (var one in series)
        {
            if (Between(one, time, out var before, out var after))
            {
                var start = before < 0 ? 0 : one.Points[before].Value;
                var end = one.Points[after].Value;
                // A total that has shrunk has begun anew.
                sum = (sum ?? 0) + (end >= start ? end - start : end);
            }
        }

        return sum / TimeSpan.FromTicks(_step / 100).TotalSeconds;
    }

    // The points at both ends of a step. Before is -1 for a total that is known to have been 0.
    private bool Between(MetricSeries series, long time, out int before, out int after)
    {
        after = series.At(time);
        before = series.At(time - _step);
        return after >= 0 && series.Points[after].Until >= time - Silence && (before >= 0 || series.ZeroAt > 0);
    }

    private List<object> HistogramLines(IReadOnlyList<MetricSeries> series)
    {
        var bounds = series.MaxBy(one => one.Bounds.Length)?.Bounds ?? [];
        var alike = series.Where(one => one.Bounds.AsSpan().SequenceEqual(bounds)).ToList();
        var buckets = Times.Select(time => BucketsAt(alike, bounds, time)).ToList();
        List<object> lines =
        [
            .. Percentiles.Select(percentile => new
            {
                percentile.Name,
                Values = buckets.Select(counts => Finite(counts is null ? null : Quantile(counts, bounds, percentile.Quantile))),
            }),
        ];
        var seconds = TimeSpan.FromTicks(_step / 100).TotalSeconds;
        lines.Add(new { Name = "count per second", Values = Times.Select(time => Finite(CountAt(series, time) / seconds)) });
        return lines;
    }

    private double? CountAt(IReadOnlyList<MetricSeries> series, long time)
    {
        double? sum = null;
        foreach (var one in series)
        {
            if (Between(one, time, out var before, out var after))
            {
                var start = before < 0 ? 0 : one.Points[before].Count;
                var end = one.Points[after].Count;
                sum = (sum ?? 0) + (end >= start ? end - start : end);
            }
        }

        return sum;
    }

    private double[]? BucketsAt(List<MetricSeries> series, double[] bounds, long time)
    {
        double[]? counts = null;
        foreach (var one in series)
        {
            if (bounds.Length > 0 && Between(one, time, out var before, out var after) && before != after)
            {
                counts ??= new double[bounds.Length + 1];
                BucketCounts.AddTo(counts, one.Points[after].Buckets, factor: 1);
                if (before >= 0 && one.Points[after].Count >= one.Points[before].Count)
                {
                    BucketCounts.AddTo(counts, one.Points[before].Buckets, factor: -1);
                }
            }
        }

        return counts;
    }

    // Within a bucket values are taken as evenly spread; the last bucket has no upper bound and counts as its lower one.
    private static double? Quantile(double[] counts, double[] bounds, double quantile)
    {
        var rank = counts.Sum() * quantile;
        if (rank <= 0)
        {
            return null;
        }

        var below = 0.0;
        for (var bucket = 0; bucket < bounds.Length; bucket++)
        {
            if (below + counts[bucket] >= rank && counts[bucket] > 0)
            {
                var lower = bucket == 0 ? Math.Min(0, bounds[0]) : bounds[bucket - 1];
                return lower + ((bounds[bucket] - lower) * (rank - below) / counts[bucket]);
            }

            below += counts[bucket];
        }

        return bounds[^1];
    }
}
