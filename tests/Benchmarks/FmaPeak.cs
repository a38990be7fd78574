using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Digits.Learning.Kernels;

namespace Digits.Benchmarks;

/// <summary>How many multiplications and additions the processor does at best: independent chains in registers, no memory.</summary>
internal static class FmaPeak
{
    // Two multipliers of four to five cycles each are busy with ten chains or more.
    private const int Chains = 12;
    private const int Steps = 100_000;
    private const int Trials = 400;

    /// <summary>Billions of floating-point operations a second of so many threads together, the best of several trials.</summary>
    public static double GigaFlops(int threads) =>
        Vector512.IsHardwareAccelerated ? GigaFlops<Lanes512>(threads)
        : Vector256.IsHardwareAccelerated ? GigaFlops<Lanes256>(threads)
        : GigaFlops<Lanes128>(threads);

    private static double GigaFlops<TLanes>(int threads)
        where TLanes : struct, ILanes<TLanes>
    {
        var (starts, ends) = (new long[threads, Trials], new long[threads, Trials]);
        var arrived = 0;
        var workers = Enumerable.Range(0, threads).Select(number => new Thread(() => Work(number))).ToArray();
        foreach (var worker in workers)
        {
            worker.Start();
        }

        foreach (var worker in workers)
        {
            worker.Join();
        }

        // From the first to start to the last to end.
        var best = Enumerable.Range(0, Trials).Min(trial => Stopwatch.GetElapsedTime(
            Enumerable.Range(0, threads).Min(number => starts[number, trial]),
            Enumerable.Range(0, threads).Max(number => ends[number, trial])).TotalSeconds);
        return 2.0 * TLanes.Count * Chains * Steps * threads / best / 1e9;

        void Work(int number)
        {
            var sink = new float[TLanes.Count];
            for (var trial = 0; trial < Trials; trial++)
            {
                // By spinning, so that all threads truly run when the trial begins, on a busy machine too.
                Interlocked.Increment(ref arrived);
                while (Volatile.Read(ref arrived) < (trial + 1) * threads)
                {
                    Thread.SpinWait(10);
                }

                starts[number, trial] = Stopwatch.GetTimestamp();
                Chain<TLanes>(ref sink[0]);
                ends[number, trial] = Stopwatch.GetTimestamp();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Chain<TLanes>(ref float sink)
        where TLanes : struct, ILanes<TLanes>
    {
        // Small numbers that stay normal: each chain converges to b / (1 - a).
        var (a, b) = (TLanes.Broadcast(0.5f), TLanes.Broadcast(1f));
        var (c0, c1, c2, c3, c4, c5) = (a, a, a, a, a, a);
        var (c6, c7, c8, c9, c10, c11) = (b, b, b, b, b, b);
        for (var i = 0; i < Steps; i++)
        {
            c0 = TLanes.MultiplyAdd(c0, a, b);
            c1 = TLanes.MultiplyAdd(c1, a, b);
            c2 = TLanes.MultiplyAdd(c2, a, b);
            c3 = TLanes.MultiplyAdd(c3, a, b);
            c4 = TLanes.MultiplyAdd(c4, a, b);
            c5 = TLanes.MultiplyAdd(c5, a, b);
            c6 = TLanes.MultiplyAdd(c6, a, b);
            c7 = TLanes.MultiplyAdd(c7, a, b);
            c8 = TLanes.MultiplyAdd(c8, a, b);
            c9 = TLanes.MultiplyAdd(c9, a, b);
            c10 = TLanes.MultiplyAdd(c10, a, b);
            c11 = TLanes.MultiplyAdd(c11, a, b);
        }

        (c0 + c1 + c2 + c3 + c4 + c5 + (c6 + c7 + c8 + c9 + c10 + c11)).Store(ref sink);
    }
}
