using System.Diagnostics;

namespace Digits.Benchmarks;

internal static class Timing
{
    /// <summary>
    /// The shortest duration of a call in microseconds, over so many seconds after a tenth of that to warm up: what the processor
    /// can do while nobody disturbs it. For shares of the peak, which is measured likewise.
    /// </summary>
    public static double BestMicroseconds(double seconds, Action call)
    {
        Durations(seconds / 10, call);
        return Durations(seconds, call).Min();
    }

    /// <summary>The duration of every call in microseconds, over so many seconds and at least five calls.</summary>
    public static List<double> Durations(double seconds, Action call)
    {
        var durations = new List<double>();
        var begun = Stopwatch.GetTimestamp();
        while (durations.Count < 5 || Stopwatch.GetElapsedTime(begun).TotalSeconds < seconds)
        {
            var started = Stopwatch.GetTimestamp();
            call();
            durations.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }

        return durations;
    }

    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    public static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)(share * (sorted.Length - 1))];
    }
}
