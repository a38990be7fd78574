using System.Globalization;

namespace Digits.Benchmarks;

/// <summary>The processor's peak, in billions of floating-point operations a second.</summary>
/// <param name="One">Of one thread.</param>
/// <param name="Two">Of two threads together.</param>
internal sealed record Peak(double One, double Two)
{
    // Two threads on two free cores come close to twice of one.
    private const double Expected = 1.8;

    /// <summary>Measures, prints, and warns if the cores are not free.</summary>
    public static Peak Measure()
    {
        var peak = new Peak(FmaPeak.GigaFlops(1), FmaPeak.GigaFlops(2));
        Console.WriteLine(Machine.Describe());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"FMA peak: {peak.One:F0} GFLOP/s on one thread, {peak.Two:F0} on two ({peak.Two / peak.One:F2} times as much)"));
        if (Environment.ProcessorCount > 1 && peak.Two < Expected * peak.One)
        {
            Console.WriteLine("Two threads are not twice as quick at arithmetic alone: something else takes the cores, do not quote these figures.");
        }

        return peak;
    }

    public double Of(int threads) => threads == 1 ? One : Two;
}
