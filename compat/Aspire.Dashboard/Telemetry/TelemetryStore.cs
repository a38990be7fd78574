using Aspire.Dashboard.Telemetry.Traces;
using Google.Protobuf.Collections;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Logs.V1;
using OpenTelemetry.Proto.Metrics.V1;
using OpenTelemetry.Proto.Resource.V1;
using OpenTelemetry.Proto.Trace.V1;

namespace Aspire.Dashboard.Telemetry;

/// <summary>Everything that has been received and is kept. One lock guards it all: batches are small and readers quick.</summary>
internal sealed class TelemetryStore(TelemetryLimits limits, TimeProvider time)
{
    private readonly Dictionary<ResourceKey, TelemetryResource> _resources = [];
    private readonly NamePool _names = new();
    private readonly HeapTrimmer _heap = new(time);
    private readonly long _since = UnixTime.Of(time.GetUtcNow());
    private long _batches;

    public TelemetryLimits Limits => limits;

    /// <summary>To be held while anything of the store is read.</summary>
    public Lock Gate { get; } = new();

    public TraceIndex Traces { get; } = new();

    public IReadOnlyCollection<TelemetryResource> Resources => _resources.Values;

    /// <summary>Counts the changes of each signal.</summary>
    public Revisions Revisions { get; private set; }

    /// <summary>About how much memory everything takes.</summary>
    public long Bytes => _resources.Values.Sum(resource => resource.Parts.Sum(part => part.Bytes));

    /// <summary>Takes spans in and returns how many had no identifiers.</summary>
    public int Add(RepeatedField<ResourceSpans> batch)
    {
        var rejected = 0;
        lock (Gate)
        {
            var now = Now();
            foreach (var group in batch)
            {
                var resource = Touch(group.Resource);
                foreach (var scope in group.ScopeSpans)
                {
                    var name = NameOf(scope.Scope);
                    rejected += scope.Spans.Count(span => !resource.Spans.Add(span, name, _names.Get(span.Name), now));
                    MakeRoom();
                }
            }

            Revisions = Revisions with { Traces = Revisions.Traces + 1 };
        }

        _heap.Trim();
        return rejected;
    }

    public void Add(RepeatedField<ResourceLogs> batch)
    {
        lock (Gate)
        {
            var now = Now();
            foreach (var group in batch)
            {
                var resource = Touch(group.Resource);
                foreach (var scope in group.ScopeLogs)
                {
                    var name = NameOf(scope.Scope);
                    foreach (var record in scope.LogRecords)
                    {
                        resource.Logs.Add(record, name, now);
                    }

                    MakeRoom();
                }
            }

            Revisions = Revisions with { Logs = Revisions.Logs + 1 };
        }

        _heap.Trim();
    }

    public void Add(RepeatedField<ResourceMetrics> batch)
    {
        lock (Gate)
        {
            var now = Now();
            foreach (var group in batch)
            {
                var resource = Touch(group.Resource);
                foreach (var scope in group.ScopeMetrics)
                {
                    var name = NameOf(scope.Scope);
                    foreach (var metric in scope.Metrics)
                    {
                        resource.Metrics.Add(metric, name, _since, now);
                    }

                    MakeRoom();
                }
            }

            Revisions = Revisions with { Metrics = Revisions.Metrics + 1 };
        }

        _heap.Trim();
    }

    /// <summary>Drops the telemetry of a signal, of one resource (by its shown name) or of all.</summary>
    public void Clear(Func<TelemetryResource, ITelemetryPart> signal, string? resource)
    {
        lock (Gate)
        {
            foreach (var part in _resources.Values.Where(one => resource is null || one.Name == resource).Select(signal))
            {
                while (!part.IsEmpty)
                {
                    part.DropOldest();
                }
            }

            Revisions = new Revisions(Revisions.Logs + 1, Revisions.Traces + 1, Revisions.Metrics + 1);
        }
    }

    private long Now() => UnixTime.Of(time.GetUtcNow());

    private string NameOf(InstrumentationScope? scope) => _names.Get(scope?.Name ?? "");

    private TelemetryResource Touch(Resource? sender)
    {
        var key = ResourceKey.Of(sender);
        if (!_resources.TryGetValue(key, out var resource))
        {
            if (_resources.Count >= limits.MaxResourceCount)
            {
                Remove(_resources.Values.MinBy(one => one.LastBatch)!);
            }

            resource = new TelemetryResource(key, Traces, limits, _names);
            _resources.Add(key, resource);
            NameAll(key.Service);
        }

        if (sender is not null)
        {
            AttributeText.Limit(sender.Attributes, limits);
            resource.Attributes = AttributeText.Of(sender.Attributes);
        }

        resource.LastBatch = ++_batches;
        return resource;
    }

    private void Remove(TelemetryResource resource)
    {
        foreach (var part in resource.Parts)
        {
            while (!part.IsEmpty)
            {
                part.DropOldest();
            }
        }

        _resources.Remove(resource.Key);
        NameAll(resource.Key.Service);
    }

    private void NameAll(string service)
    {
        var instances = _resources.Values.Where(resource => resource.Key.Service == service).ToList();
        foreach (var resource in instances)
        {
            resource.Name = instances.Count == 1 || resource.Key.Instance.Length == 0 ? service : $"{service}-{resource.Key.Instance}";
        }
    }

    private void MakeRoom()
    {
        while (Bytes > limits.MaxBytes)
        {
            var largest = _resources.Values.SelectMany(resource => resource.Parts).Where(part => !part.IsEmpty).MaxBy(part => part.Bytes);
            if (largest is null)
            {
                return;
            }

            // Some at a time, so that a store over its limit does not look for its largest part with every record.
            for (var i = 0; i < 100 && !largest.IsEmpty; i++)
            {
                largest.DropOldest();
            }
        }
    }
}
