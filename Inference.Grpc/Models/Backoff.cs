namespace Digits.Inference.Models;

/// <summary>Waits between attempts: short at first, then twice as long each time, up to a limit.</summary>
/// <param name="longest">The limit.</param>
internal sealed class Backoff(TimeSpan longest)
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);

    /// <summary>A connection attempt costs next to nothing, and a restarted Training should be found again soon.</summary>
    public static readonly TimeSpan LongestReconnect = TimeSpan.FromSeconds(5);

    /// <summary>A download may cost hundreds of megabytes, and what failed many times will hardly succeed in the next seconds.</summary>
    public static readonly TimeSpan LongestDownload = TimeSpan.FromMinutes(1);

    private TimeSpan _next = Shortest;

    /// <summary>How long to wait this time.</summary>
    public TimeSpan Next()
    {
        var current = _next;
        _next = TimeSpan.FromTicks(Math.Min(2 * current.Ticks, longest.Ticks));
        return current;
    }
}
