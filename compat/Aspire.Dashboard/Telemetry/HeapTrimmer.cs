namespace Aspire.Dashboard.Telemetry;

/// <summary>
/// Collects garbage after so much was allocated. Rings are what a collector of generations expects least: all that they drop is
/// old, so it would be kept for long, and the heap would grow to several times of what is in use.
/// </summary>
internal sealed class HeapTrimmer
{
    private const long AllocatedBetween = 16L * 1024 * 1024;

    private readonly Lock _gate = new();
    private long _allocated = GC.GetTotalAllocatedBytes();

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
        }
    }
}
