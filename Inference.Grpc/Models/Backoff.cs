namespace Digits.Inference.Models;

/// <summary>Waits between attempts: short at first, then twice as long each time, up to a limit.</summary>
internal sealed class Backoff
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);

    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private TimeSpan _next = Shortest;

    /// <summary>How long to wait this time.</summary>
    public TimeSpan Next()
    {
        var current = _next;
        _next = TimeSpan.FromTicks(Math.Min(2 * current.Ticks, Longest.Ticks));
        return current;
    }
}
