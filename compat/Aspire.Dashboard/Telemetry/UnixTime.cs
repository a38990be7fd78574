namespace Aspire.Dashboard.Telemetry;

/// <summary>Nanoseconds since 1970, as OTLP has them.</summary>
internal static class UnixTime
{
    private const double NanosecondsAMillisecond = 1e6;
    private const long NanosecondsATick = 100;

    // Clocks of one machine agree; what is further ahead is a mistake and would stay on top for ever.
    private static readonly long Tolerance = (long)TimeSpan.FromMinutes(1).TotalNanoseconds;

    public static long Of(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * NanosecondsATick;

    /// <summary>The first time that is known and not in the future, else now.</summary>
    public static long Sensible(ulong time, ulong otherwise, long now) =>
        IsSensible(time, now) ? (long)time : IsSensible(otherwise, now) ? (long)otherwise : now;

    public static double Milliseconds(long nanoseconds) => nanoseconds / NanosecondsAMillisecond;

    private static bool IsSensible(ulong time, long now) => time != 0 && time <= (ulong)(now + Tolerance);
}
