using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Training;

namespace Digits.Benchmarks;

/// <summary>How quick training steps (with data preparation) and single predictions are, on random pictures.</summary>
internal static class SpeedBenchmark
{
    private const int Rounds = 3;
    private const int Steps = 40;
    private const int Predictions = 2000;

    public static int Run()
    {
        Print($"{Environment.ProcessorCount} cores, registers of {(Vector512.IsHardwareAccelerated ? 512 : 256)} bits, medians of {Rounds} rounds");
        Console.WriteLine("| network | batch | 1 thread, images/s | all cores, images/s | predict p50, us | predict p99, us |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var preset in Presets.All)
        {
            var images = RandomImages(preset.Settings.BatchSize * Steps);
            var one = Timing.Quantile(Enumerable.Range(0, Rounds).Select(_ => ImagesPerSecond(preset.Settings, images, 1)), 0.5);
            var all = Timing.Quantile(Enumerable.Range(0, Rounds).Select(_ => ImagesPerSecond(preset.Settings, images, 0)), 0.5);
            var latency = PredictLatency(preset.Settings, images);
            Print($"| {preset.Name} | {preset.Settings.BatchSize} | {one:F0} | {all:F0} | {Timing.Quantile(latency, 0.5):F0} | {Timing.Quantile(latency, 0.99):F0} |");
        }

        return 0;
    }

    // From the median step, so that a moment in which the cores were taken does not count.
    private static double ImagesPerSecond(TrainingSettings settings, LabeledImages images, int threads)
    {
        var observer = new StepTimes();
        var none = new LabeledImages(images.Shape, [], []);
        var data = new TrainingData(images, Validation: null, none, ClassCount: 10);
        new CpuTrainer().Train(data, settings with { Epochs = 2, Threads = threads }, observer, CancellationToken.None);
        return settings.BatchSize / Timing.Quantile(observer.Seconds.Skip(Steps), 0.5);
    }

    private static double[] PredictLatency(TrainingSettings settings, LabeledImages images)
    {
        var network = Network.Create(new Architecture(settings.Layers), images.Shape, 10, seed: 1);
        var probabilities = new float[10];
        var latency = new double[Predictions];
        for (var i = -Predictions; i < Predictions; i++)
        {
            var started = Stopwatch.GetTimestamp();
            network.Predict(images.Image(Math.Abs(i) % images.Count), probabilities);
            latency[Math.Max(i, 0)] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        return latency;
    }

    private static LabeledImages RandomImages(int count)
    {
        var shape = new ImageShape(28, 28, 1);
        var random = new Random(1);
        var pixels = new byte[count * shape.Size];
        random.NextBytes(pixels);
        return new LabeledImages(shape, pixels, [.. Enumerable.Range(0, count).Select(_ => random.Next(10))]);
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private sealed class StepTimes : ITrainingObserver
    {
        private TimeSpan _last;

        public List<double> Seconds { get; } = [];

        public void OnBatch(BatchReport report)
        {
            Seconds.Add((report.Elapsed - _last).TotalSeconds);
            _last = report.Elapsed;
        }

        public void OnEpoch(EpochReport report)
        {
        }
    }
}
