using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Digits.Datasets;

/// <summary>Spans and metrics of long operations: imports, generation and downloads.</summary>
internal sealed class DatasetTelemetry : IDisposable
{
    private const string Name = "Digits.Processing";

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _samples;

    public DatasetTelemetry() =>
        _samples = _meter.CreateCounter<long>("digits.import.samples", "{sample}", "Samples that imports brought.");

    /// <summary>Opens a span; to be ended by the caller.</summary>
    /// <param name="name"><c>digits.import</c>, for example.</param>
    /// <param name="dataset">The data set that it is about.</param>
    public Activity? Begin(string name, string dataset) => _source.StartActivity(name)?.SetTag("digits.dataset", dataset);

    /// <summary>Records the result of an import.</summary>
    public void Imported(Activity? span, string format, int samples, int skipped)
    {
        _samples.Add(samples, KeyValuePair.Create("digits.format", (object?)format));
        span?.SetTag("digits.format", format).SetTag("digits.samples", samples).SetTag("digits.skipped", skipped);
    }

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }
}
