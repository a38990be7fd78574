namespace Digits.Processing.Tests.PublicSets;

/// <summary>A clock on which a second passes between any two looks at it, so that every message is due; timers run as ever.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private long _seconds;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => Interlocked.Increment(ref _seconds);
}
