using System.Diagnostics;

namespace Digits.Benchmarks.Rivals;

/// <summary>An engine that Digits is measured against, by the seed network.</summary>
internal interface IRival : IDisposable
{
    string Description { get; }

    /// <summary>Images per second of training, batch 64.</summary>
    double Train(int threads, double seconds);

    /// <summary>The median time of a prediction, microseconds.</summary>
    double Infer(int batch, int threads, double seconds);
}

internal static class Median
{
    private const int Least = 5;

    /// <summary>The median time of a call, in microseconds, over at least five of them.</summary>
    public static double Of(Action call, double seconds)
    {
        var durations = new List<double>();
        var begun = Stopwatch.GetTimestamp();
        while (durations.Count < Least || Stopwatch.GetElapsedTime(begun).TotalSeconds < seconds)
        {
            var started = Stopwatch.GetTimestamp();
            call();
            durations.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }

        durations.Sort();
        return durations[durations.Count / 2];
    }
}
