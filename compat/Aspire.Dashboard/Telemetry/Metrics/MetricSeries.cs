namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>The points of an instrument with one combination of attributes.</summary>
internal sealed class MetricSeries(Instrument instrument, string key, KeyValuePair<string, string>[] dimensions)
{
    private const int MaxExemplars = 64;

    public Instrument Instrument => instrument;

    public string Key => key;

    public IReadOnlyList<KeyValuePair<string, string>> Dimensions => dimensions;

    public EntryRing<MetricPoint> Points { get; } = new();

    public Queue<MetricExemplar> Exemplars { get; } = new();

    /// <summary>The upper bounds of a histogram's buckets; the last bucket has none.</summary>
    public double[] Bounds { get; set; } = [];

    /// <summary>The total was 0 at that time, nanoseconds since 1970; 0 once that point has been dropped.</summary>
    public long ZeroAt { get; set; }

    /// <summary>Adds a point, or lets the last one last longer. True if it was added.</summary>
    public bool Add(MetricPoint point)
    {
        if (Points.Count > 0)
        {
            ref var last = ref Points[Points.Next - 1];
            point.Time = point.Until = Math.Max(point.Time, last.Until);
            if (point.Value.Equals(last.Value) && point.Count == last.Count)
            {
                last.Until = point.Time;
                return false;
            }
        }

        Points.Append(point);
        return true;
    }

    public void Add(MetricExemplar exemplar)
    {
        Exemplars.Enqueue(exemplar);
        if (Exemplars.Count > MaxExemplars)
        {
            Exemplars.Dequeue();
        }
    }

    /// <summary>The number of the point that held at a time; -1 before the first.</summary>
    public int At(long time)
    {
        int low = Points.First, high = Points.Next;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (Points[middle].Time <= time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low == Points.First ? -1 : low - 1;
    }
}
