using System.Text.Json;
using Aspire.Dashboard.Api;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Metrics;
using OpenTelemetry.Proto.Metrics.V1;

namespace Aspire.Dashboard.Tests.Telemetry;

/// <summary>Points at times of their own brought onto the steps of a chart of one minute: one step a second.</summary>
public sealed class MetricChartTests
{
    private const long Second = 1_000_000_000;
    private const long Now = 1_800_000_000 * Second;

    private readonly MetricStore _store = new(new TelemetryLimits(), new NamePool());

    [Fact]
    public void Lines_CounterThatGrowsEvenly_IsItsRate()
    {
        for (var second = 20; second >= 0; second--)
        {
            AddSum(Now - (second * Second), total: 100 + ((20 - second) * 7), monotonic: true);
        }

        Assert.Equal(Enumerable.Repeat<double?>(7, 20), Line(InstrumentKind.Counter, "per second").TakeLast(20));
    }

    [Fact]
    public void Lines_CounterThatBeganAnew_NeverFallsBelowZero()
    {
        AddSum(Now - (2 * Second), 1000, monotonic: true);
        AddSum(Now - Second, 1010, monotonic: true);
        AddSum(Now, 4, monotonic: true);

        Assert.Equal([10, 4], Line(InstrumentKind.Counter, "per second").TakeLast(2));
    }

    [Fact]
    public void Lines_Gauge_IsItsLastValueAndNothingBeforeTheFirst()
    {
        AddSum(Now - (10 * Second), 3, monotonic: false);
        AddSum(Now - (5 * Second), 8, monotonic: false);

        var values = Line(InstrumentKind.Gauge, "value");
        Assert.Null(values[^12]);
        Assert.Equal([3, 3, 8, 8], [values[^11], values[^7], values[^6], values[^1]]);
    }

    [Fact]
    public void Lines_Histogram_ArePercentilesOfWhatCameInBetween()
    {
        AddHistogram(Now - (2 * Second), [50, 0, 0]);
        AddHistogram(Now, [50, 100, 0]);

        // All hundred new values lie between 10 and 20.
        Assert.Equal(15, Line(InstrumentKind.Histogram, "P50")[^1]!.Value, 1e-9);
        Assert.Equal(19, Line(InstrumentKind.Histogram, "P90")[^1]!.Value, 1e-9);
        Assert.Equal(19.9, Line(InstrumentKind.Histogram, "P99")[^1]!.Value, 1e-9);
        Assert.Equal(100, Line(InstrumentKind.Histogram, "count per second")[^1]);
    }

    [Fact]
    public void Lines_DeltaPoints_AreAddedUp()
    {
        foreach (var time in new[] { 2, 1, 0 })
        {
            var metric = Sum(Now - (time * Second), 5, monotonic: true);
            metric.Sum.AggregationTemporality = AggregationTemporality.Delta;
            _store.Add(metric, "m", since: Now, now: Now);
        }

        Assert.Equal([5, 5], Line(InstrumentKind.Counter, "per second").TakeLast(2));
    }

    [Fact]
    public void Of_ExponentialHistogram_PutsValuesUnderTheirBounds()
    {
        // Scale 0: bucket i holds (2^i, 2^(i+1)].
        var counts = HistogramBuckets.Of(new ExponentialHistogramDataPoint { Scale = 0, ZeroCount = 2, Positive = new() { Offset = 0, BucketCounts = { 5, 0, 7 } } });

        Assert.Equal(2UL, counts[0]);
        Assert.Equal(5UL, counts[Array.IndexOf(HistogramBuckets.Bounds, 2)]);
        Assert.Equal(7UL, counts[Array.IndexOf(HistogramBuckets.Bounds, 8)]);
    }

    [Fact]
    public void Pack_AnyCounts_ComeBack()
    {
        ulong[] counts = [0, 1, 127, 128, 300, ulong.MaxValue / 2];
        var sums = new double[counts.Length];

        BucketCounts.AddTo(sums, BucketCounts.Pack(counts), factor: 1);

        Assert.Equal(counts.Select(count => (double)count), sums);
    }

    private void AddSum(long time, long total, bool monotonic) => _store.Add(Sum(time, total, monotonic), "m", since: Now, now: Now);

    private static Metric Sum(long time, long total, bool monotonic) => new()
    {
        Name = "i",
        Sum = new Sum
        {
            IsMonotonic = monotonic,
            AggregationTemporality = AggregationTemporality.Cumulative,
            DataPoints = { new NumberDataPoint { TimeUnixNano = (ulong)time, AsInt = total } },
        },
    };

    private void AddHistogram(long time, ulong[] counts) => _store.Add(
        new Metric
        {
            Name = "i",
            Histogram = new Histogram
            {
                AggregationTemporality = AggregationTemporality.Cumulative,
                DataPoints =
                {
                    new HistogramDataPoint
                    {
                        TimeUnixNano = (ulong)time, Count = counts.Aggregate(0UL, (sum, count) => sum + count), ExplicitBounds = { 10, 20 }, BucketCounts = { counts },
                    },
                },
            },
        },
        "m",
        since: Now,
        now: Now);

    private List<double?> Line(InstrumentKind kind, string name)
    {
        var series = _store.Instruments.Values.Single().Series.Values.ToList();
        var lines = JsonSerializer.SerializeToElement(new MetricChart(Now, TimeSpan.FromMinutes(1)).Lines(kind, series));
        var line = lines.EnumerateArray().Single(one => one.GetProperty("Name").GetString() == name);
        return [.. line.GetProperty("Values").EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? (double?)null : value.GetDouble())];
    }
}
