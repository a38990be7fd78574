using System.Globalization;

namespace Digits.Benchmarks;

/// <summary>
/// The seed network against libtorch (by TorchSharp) and onnxruntime in alternating rounds on the same machine, so that
/// what else the machine does strikes all alike.
/// </summary>
internal sealed class CompareBenchmark(int rounds, double seconds, IReadOnlyList<int> threadCounts, Rival? torch, Rival? onnx)
{
    private static readonly (int Batch, int Threads)[] Predictions = [(1, 1), (64, 1), (64, 2)];

    public static int Run(Options options)
    {
        var peak = Peak.Measure();
        KernelBenchmark.Run(peak);
        using var torch = Rivals.Torch();
        using var onnx = Rivals.Onnx();
        var threadCounts = Environment.ProcessorCount > 1 ? new[] { 1, 2 } : [1];
        new CompareBenchmark(options.Number("rounds", 5), options.Number("seconds", 3.0), threadCounts, torch, onnx).Compare(peak);
        return 0;
    }

    private void Compare(Peak peak)
    {
        Console.WriteLine();
        Print($"Seed network, {rounds} alternating rounds of {seconds:F1} s; medians. In brackets the least and the greatest of the rounds' ratios.");
        foreach (var rival in new[] { torch, onnx }.OfType<Rival>())
        {
            Print($"Rival: {rival.Description}");
        }

        Console.WriteLine();
        Console.WriteLine("| seed network | Digits | % of peak | libtorch | Digits is ahead | onnxruntime | Digits is ahead |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        var speeds = threadCounts.Select(threads => Train(peak, threads)).ToArray();
        foreach (var (batch, threads) in Predictions.Where(prediction => threadCounts.Contains(prediction.Threads)))
        {
            Predict(peak, batch, threads);
        }

        Console.WriteLine();
        if (speeds.Length > 1)
        {
            Print($"Training on two threads instead of one: {speeds[1] / speeds[0]:F2} times as quick.");
        }

        Augment(threadCounts[^1]);

        // The peak once more: where it is not the same, the machine was not the same either.
        Peak.Measure();
    }

    private double Train(Peak peak, int threads)
    {
        using var training = new SeedTraining(threads);
        torch?.Train(threads, 0);
        var (own, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            own.Add(training.ImagesPerSecond(seconds));
            if (torch is not null)
            {
                theirs.Add(torch.Train(threads, seconds));
            }
        }

        var speed = Timing.Median(own);
        var share = speed * Work.Training(SeedNetwork.Layers, SeedNetwork.Input, SeedNetwork.ClassCount) / 1e9 / peak.Of(threads);
        Print($"| training, batch 64, {Threads(threads)}, images/s | {speed:F0} | {100 * share:F0} % | {Rounded(theirs)} | {Ratio(own, theirs)} | | |");
        return speed;
    }

    private void Augment(int threads)
    {
        using var plain = new SeedTraining(threads);
        using var augmented = new SeedTraining(threads, SeedNetwork.Augmentation);
        var (without, with) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            without.Add(plain.ImagesPerSecond(seconds));
            with.Add(augmented.ImagesPerSecond(seconds));
        }

        Print($"Augmentation of every kind makes a step {100 * ((Timing.Median(without) / Timing.Median(with)) - 1):F1} % longer.");
        Print($"Allocated in a training step with it, all threads: {augmented.AllocatedPerStep():F0} bytes.");
    }

    private void Predict(Peak peak, int batch, int threads)
    {
        using var inference = new SeedInference(batch, threads);
        torch?.Infer(batch, threads, 0);
        onnx?.Infer(batch, threads, 0.3);
        var (own, torchTimes, onnxTimes) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            own.Add(inference.MedianMicroseconds(seconds));
            if (torch is not null)
            {
                torchTimes.Add(torch.Infer(batch, threads, seconds));
            }

            if (onnx is not null)
            {
                onnxTimes.Add(onnx.Infer(batch, threads, seconds));
            }
        }

        var time = Timing.Median(own);
        var work = batch * Work.Forward(SeedNetwork.Layers, SeedNetwork.Input, SeedNetwork.ClassCount);
        Print($"| prediction, batch {batch}, {Threads(threads)}, µs | {time:F0} | {100 * work / time / 1e3 / peak.Of(threads):F0} % | {Rounded(torchTimes)} | {Ratio(torchTimes, own)} | {Rounded(onnxTimes)} | {Ratio(onnxTimes, own)} |");
    }

    private static string Threads(int threads) => threads == 1 ? "1 thread" : $"{threads} threads";

    private static string Rounded(List<double> values) =>
        values.Count == 0 ? "" : Timing.Median(values).ToString("F0", CultureInfo.InvariantCulture);

    private static string Ratio(List<double> greater, List<double> less)
    {
        if (greater.Count == 0 || less.Count == 0)
        {
            return "";
        }

        var ratios = greater.Zip(less, (a, b) => a / b).ToArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Timing.Median(greater) / Timing.Median(less):F2}× ({ratios.Min():F2}–{ratios.Max():F2})");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
