using Google.Protobuf.Collections;
using OpenTelemetry.Proto.Metrics.V1;

namespace Aspire.Dashboard.Telemetry.Metrics;

/// <content>Taking points in.</content>
internal sealed partial class MetricStore
{
    private const uint NoValue = 1;

    /// <summary>Adds the points of an instrument and returns how many there were.</summary>
    /// <param name="metric">The instrument.</param>
    /// <param name="meter">Its scope.</param>
    /// <param name="since">Totals that began after this time, nanoseconds since 1970, are known from 0 on.</param>
    /// <param name="now">Nanoseconds since 1970.</param>
    public int Add(Metric metric, string meter, long since, long now)
    {
        switch (metric.DataCase)
        {
            case Metric.DataOneofCase.Gauge:
                return Each(metric.Gauge.DataPoints, point => AddNumber(metric, meter, InstrumentKind.Gauge, point, false, since, now));
            case Metric.DataOneofCase.Sum:
                var kind = metric.Sum.IsMonotonic ? InstrumentKind.Counter : InstrumentKind.Gauge;
                var isDelta = metric.Sum.AggregationTemporality == AggregationTemporality.Delta;
                return Each(metric.Sum.DataPoints, point => AddNumber(metric, meter, kind, point, isDelta, since, now));
            case Metric.DataOneofCase.Histogram:
                return Each(metric.Histogram.DataPoints, point =>
                {
                    var series = SeriesOf(metric, meter, InstrumentKind.Histogram, point.Attributes, out var isNew);
                    SetBounds(series, [.. point.ExplicitBounds]);
                    AddHistogram(series, isNew, new(point.StartTimeUnixNano, point.TimeUnixNano, point.Sum, point.Count, [.. point.BucketCounts]),
                        metric.Histogram.AggregationTemporality, since, now);
                    AddExemplars(series, point.Exemplars, now);
                });
            case Metric.DataOneofCase.ExponentialHistogram:
                return Each(metric.ExponentialHistogram.DataPoints, point =>
                {
                    var series = SeriesOf(metric, meter, InstrumentKind.Histogram, point.Attributes, out var isNew);
                    SetBounds(series, HistogramBuckets.Bounds);
                    AddHistogram(series, isNew, new(point.StartTimeUnixNano, point.TimeUnixNano, point.Sum, point.Count, HistogramBuckets.Of(point)),
                        metric.ExponentialHistogram.AggregationTemporality, since, now);
                    AddExemplars(series, point.Exemplars, now);
                });
            case Metric.DataOneofCase.Summary:
                return Each(metric.Summary.DataPoints, point =>
                {
                    var series = SeriesOf(metric, meter, InstrumentKind.Histogram, point.Attributes, out var isNew);
                    AddHistogram(series, isNew, new(point.StartTimeUnixNano, point.TimeUnixNano, point.Sum, point.Count, [point.Count]),
                        AggregationTemporality.Cumulative, since, now);
                });
            default:
                return 0;
        }
    }

    private static int Each<T>(RepeatedField<T> points, Action<T> add)
    {
        foreach (var point in points)
        {
            add(point);
        }

        return points.Count;
    }

    private void AddNumber(Metric metric, string meter, InstrumentKind kind, NumberDataPoint point, bool isDelta, long since, long now)
    {
        if ((point.Flags & NoValue) != 0)
        {
            return;
        }

        var series = SeriesOf(metric, meter, kind, point.Attributes, out var isNew);
        var value = point.ValueCase == NumberDataPoint.ValueOneofCase.AsInt ? point.AsInt : point.AsDouble;
        var time = UnixTime.Sensible(point.TimeUnixNano, 0, now);
        SetZero(series, isNew, point.StartTimeUnixNano, since, now);
        var total = isDelta && !isNew ? series.Points[series.Points.Next - 1].Value + value : value;
        Append(series, new MetricPoint { Time = time, Until = time, Value = total });
        AddExemplars(series, point.Exemplars, now);
    }

    private void AddHistogram(MetricSeries series, bool isNew, HistogramValue value, AggregationTemporality temporality, long since, long now)
    {
        var time = UnixTime.Sensible(value.Time, 0, now);
        SetZero(series, isNew, value.Start, since, now);
        var point = new MetricPoint { Time = time, Until = time, Value = value.Sum, Count = value.Count };
        if (temporality == AggregationTemporality.Delta && series.Points.Count > 0)
        {
            ref var last = ref series.Points[series.Points.Next - 1];
            var counts = new double[value.Buckets.Length];
            BucketCounts.AddTo(counts, last.Buckets, factor: 1);
            point.Value += last.Value;
            point.Count += last.Count;
            point.Buckets = BucketCounts.Pack([.. counts.Zip(value.Buckets, (before, more) => (ulong)before + more)]);
        }
        else
        {
            point.Buckets = BucketCounts.Pack(value.Buckets);
        }

        Append(series, point);
    }

    // Only for a new series: the point before its first is otherwise unknown.
    private static void SetZero(MetricSeries series, bool isNew, ulong start, long since, long now)
    {
        if (isNew && start >= (ulong)since && start <= (ulong)now)
        {
            series.ZeroAt = (long)start;
        }
    }

    // Other bounds make the earlier buckets mean something else; only sums and counts stay comparable.
    private static void SetBounds(MetricSeries series, double[] bounds)
    {
        if (series.Bounds.AsSpan().SequenceEqual(bounds))
        {
            return;
        }

        series.Bounds = bounds;
        for (var number = series.Points.First; number < series.Points.Next; number++)
        {
            series.Points[number].Buckets = [];
        }
    }

    private static void AddExemplars(MetricSeries series, RepeatedField<Exemplar> exemplars, long now)
    {
        foreach (var exemplar in exemplars)
        {
            var trace = Ids.Trace(exemplar.TraceId);
            var value = exemplar.ValueCase == Exemplar.ValueOneofCase.AsInt ? exemplar.AsInt : exemplar.AsDouble;
            if (trace != 0 && double.IsFinite(value))
            {
                series.Add(new MetricExemplar(UnixTime.Sensible(exemplar.TimeUnixNano, 0, now), value, trace, Ids.Span(exemplar.SpanId)));
            }
        }
    }

    private readonly record struct HistogramValue(ulong Start, ulong Time, double Sum, ulong Count, ulong[] Buckets);
}
