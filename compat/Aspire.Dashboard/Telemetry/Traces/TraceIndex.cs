using System.Runtime.InteropServices;

namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>All traces that some resource still has a span of.</summary>
internal sealed class TraceIndex
{
    private readonly Dictionary<UInt128, TraceEntry> _traces = [];

    public IReadOnlyCollection<TraceEntry> All => _traces.Values;

    public TraceEntry? Find(UInt128 id) => _traces.GetValueOrDefault(id);

    public TraceEntry GetOrAdd(UInt128 id)
    {
        ref var trace = ref CollectionsMarshal.GetValueRefOrAddDefault(_traces, id, out _);
        return trace ??= new TraceEntry { Id = id };
    }

    public void Remove(UInt128 id) => _traces.Remove(id);
}
