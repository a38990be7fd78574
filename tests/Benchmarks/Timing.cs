using System.Diagnostics;

namespace Digits.Benchmarks;

internal static class Timing
{
    /// <summary>The median of the durations of so many calls, in microseconds, after as many calls to warm up.</summary>
    public static double MedianMicroseconds(int calls, Action call)
    {
        var durations = new double[calls];
        for (var i = -calls; i < calls; i++)
        {
            var started = Stopwatch.GetTimestamp();
            call();
            durations[Math.Max(i, 0)] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        return Quantile(durations, 0.5);
    }

    public static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)(share * (sorted.Length - 1))];
    }
}
