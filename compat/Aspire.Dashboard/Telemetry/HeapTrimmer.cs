namespace Aspire.Dashboard.Telemetry;

/// <summary>
/// Collects garbage after so much was allocated. Rings are what a collector of generations expects least: all that they drop is
/// old, so it would be kept for long, and the heap would grow to several times of what is in use. A while later the rest is moved
/// together and what became free is given back, which takes longer.
/// </summary>
internal sealed class HeapTrimmer(TimeProvider time)
{
    private const long AllocatedBetween = 16L * 1024 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private long _allocated = GC.GetTotalAllocatedBytes();
    private bool _willCompact;

    /// <summary>To be called after each batch.</summary>
    public void Trim()
    {
        lock (_gate)
        {
            if (GC.GetTotalAllocatedBytes() - _allocated < AllocatedBetween)
            {
                return;
            }

            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
            _allocated = GC.GetTotalAllocatedBytes();
            if (!_willCompact)
            {
                _willCompact = true;
                _ = CompactAsync();
            }
        }
    }

    private async Task CompactAsync()
    {
        await Task.Delay(Pause, time).ConfigureAwait(false);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        lock (_gate)
        {
            _willCompact = false;
        }
    }
}
