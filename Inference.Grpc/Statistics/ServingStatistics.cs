using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Digits.Inference.Statistics;

/// <summary>
/// The statistics of all versions that are or were served, also as metrics under the names of NVIDIA's Triton. Thread-safe.
/// </summary>
internal sealed class ServingStatistics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Digits.Inference.Serving";

    private readonly ConcurrentDictionary<(string Model, int Version), VersionStatistics> _versions = new();
    private readonly Meter _meter = new(MeterName);

    public ServingStatistics()
    {
        Observe("nv_inference_request_success", "Calls that were answered.", read => read.Success.Times);
        _meter.CreateObservableCounter("nv_inference_request_failure", Failures, unit: null, "Calls that failed, by the reason.");
        Observe("nv_inference_count", "Images that were read.", read => read.Images);
        Observe("nv_inference_exec_count", "Batches in which they were read.", read => read.Executions);
        _meter.CreateObservableGauge("nv_inference_pending_request_count", Pending, unit: null, "Calls under way.");
        Observe("nv_inference_request_duration_us", "Duration of the answered calls in microseconds, added up.", read => Microseconds(read.Success));
        Observe("nv_inference_queue_duration_us", "Their waits in line.", read => Microseconds(read.Queue));
        Observe("nv_inference_compute_input_duration_us", "Reading and normalising their images.", read => Microseconds(read.Input));
        Observe("nv_inference_compute_infer_duration_us", "Computing the batches that they were in.", read => Microseconds(read.Infer));
        Observe("nv_inference_compute_output_duration_us", "Writing their answers.", read => Microseconds(read.Output));
        _meter.CreateObservableCounter(
            "digits_inference_batches", Dispatches, unit: null, "Batches, by why they went off: full, waited, or at once on an idle server.");
    }

    /// <summary>All versions, by name and number.</summary>
    public IEnumerable<VersionStatistics> All =>
        _versions.OrderBy(entry => entry.Key.Model, StringComparer.Ordinal).ThenBy(entry => entry.Key.Version).Select(entry => entry.Value);

    /// <summary>The statistics of a version, which begin when they are first asked for.</summary>
    public VersionStatistics Of(string model, int version) =>
        _versions.GetOrAdd((model, version), key => new VersionStatistics(key.Model, key.Version));

    /// <summary>Forgets the versions that the registry does not name any more.</summary>
    public void KeepOnly(Func<string, int, bool> isRegistered)
    {
        foreach (var key in _versions.Keys.Where(key => !isRegistered(key.Model, key.Version)))
        {
            _versions.TryRemove(key, out _);
        }
    }

    public void Dispose() => _meter.Dispose();

    private static long Microseconds(Count count) => (long)count.Duration.TotalMicroseconds;

    private static KeyValuePair<string, object?>[] Tags(VersionStatistics version, params ReadOnlySpan<KeyValuePair<string, object?>> more) =>
        [new("model", version.Model), new("version", $"{version.Version}"), .. more];

    private void Observe(string name, string description, Func<StatisticsSnapshot, long> value) =>
        _meter.CreateObservableCounter(
            name, () => All.Select(version => new Measurement<long>(value(version.Read()), Tags(version))), unit: null, description);

    private IEnumerable<Measurement<int>> Pending() => All.Select(version => new Measurement<int>(version.Pending, Tags(version)));

    private IEnumerable<Measurement<long>> Failures() =>
        from version in All
        let failures = version.Read().Failures
        from reason in Enum.GetValues<FailureReason>()
        select new Measurement<long>(failures[(int)reason].Times, Tags(version, new KeyValuePair<string, object?>("reason", reason.ToString().ToUpperInvariant())));

    private IEnumerable<Measurement<long>> Dispatches() =>
        from version in All
        let dispatches = version.Read().Dispatches
        from reason in Enum.GetValues<DispatchReason>()
        select new Measurement<long>(dispatches[(int)reason], Tags(version, new KeyValuePair<string, object?>("reason", reason.ToString().ToLowerInvariant())));
}
