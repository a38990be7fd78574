using System.Text;
using Google.Protobuf.Collections;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Metrics.V1;

namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>The metrics of one resource, the oldest points of all instruments dropped first.</summary>
internal sealed partial class MetricStore(TelemetryLimits limits, NamePool names) : ITelemetryPart
{
    private const int PointBytes = 56;
    private const int SeriesBytes = 600;

    // A series stands here once for each of its points.
    private readonly Queue<MetricSeries> _order = new();
    private long _contentBytes;

    public Dictionary<InstrumentKey, Instrument> Instruments { get; } = [];

    public int PointCount => _order.Count;

    public long Bytes => ((long)PointCount * PointBytes) + _contentBytes;

    public bool IsEmpty => PointCount == 0;

    public void DropOldest()
    {
        var series = _order.Dequeue();
        _contentBytes -= series.Points[series.Points.First].Buckets?.Length ?? 0;
        series.Points.DropFirst();
        series.ZeroAt = 0;
        if (series.Points.Count > 0)
        {
            return;
        }

        _contentBytes -= BytesOf(series);
        series.Instrument.Series.Remove(series.Key);
        if (series.Instrument.Series.Count == 0)
        {
            Instruments.Remove(series.Instrument.Key);
        }
    }

    private void Append(MetricSeries series, MetricPoint point)
    {
        if (!series.Add(point))
        {
            return;
        }

        _order.Enqueue(series);
        _contentBytes += point.Buckets?.Length ?? 0;
        while (PointCount > limits.MaxMetricsCount)
        {
            DropOldest();
        }
    }

    private MetricSeries SeriesOf(Metric metric, string meter, InstrumentKind kind, RepeatedField<KeyValue> attributes, out bool isNew)
    {
        var key = new InstrumentKey(meter, names.Get(metric.Name), kind);
        if (!Instruments.TryGetValue(key, out var instrument))
        {
            instrument = new Instrument(key);
            Instruments.Add(key, instrument);
        }

        instrument.Unit = names.Get(metric.Unit);
        instrument.Description = names.Get(metric.Description);
        AttributeText.Limit(attributes, limits);
        KeyValuePair<string, string>[] dimensions =
        [
            .. AttributeText.Of(attributes)
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => KeyValuePair.Create(names.Get(pair.Key), names.Get(pair.Value))),
        ];
        var text = KeyOf(dimensions);
        isNew = !instrument.Series.TryGetValue(text, out var series);
        if (series is null)
        {
            series = new MetricSeries(instrument, text, dimensions);
            instrument.Series.Add(text, series);
            _contentBytes += BytesOf(series);
        }

        return series;
    }

    private static long BytesOf(MetricSeries series) => SeriesBytes + (2L * sizeof(char) * series.Key.Length);

    private static string KeyOf(KeyValuePair<string, string>[] dimensions)
    {
        var key = new StringBuilder();
        foreach (var (name, value) in dimensions)
        {
            // The lengths keep apart what commas and quotes could confuse.
            key.Append(name.Length).Append(':').Append(name).Append(value.Length).Append(':').Append(value);
        }

        return key.ToString();
    }
}
