namespace Digits.Learning.Tests;

/// <summary>Counts what work allocates on the calling thread; other tests run on other threads.</summary>
internal static class Allocations
{
    /// <summary>
    /// The bytes of the least of three rounds. What the work allocates shows in every round; what the runtime does once, when it compiles a
    /// method anew, in one of them.
    /// </summary>
    public static long Least(Action round)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
