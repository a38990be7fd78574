using System.Globalization;
using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Training;
using Digits.Learning.Training.Runs;

namespace Digits.Benchmarks;

/// <summary>How quick the presets' training steps (with data preparation) and single predictions are, on random images.</summary>
internal static class SpeedBenchmark
{
    private const int Rounds = 3;
    private const int Steps = 40;
    private const double PredictSeconds = 1;

    public static int Run()
    {
        Console.WriteLine(Machine.Describe());
        Console.WriteLine();
        Console.WriteLine("| network | batch | 1 thread, images/s | all cores, images/s | predict p50, µs | predict p99, µs |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var preset in Presets.All)
        {
            var images = SeedNetwork.RandomImages(preset.Settings.BatchSize * Steps);
            var one = Timing.Median(Enumerable.Range(0, Rounds).Select(_ => ImagesPerSecond(preset.Settings, images, 1)));
            var all = Timing.Median(Enumerable.Range(0, Rounds).Select(_ => ImagesPerSecond(preset.Settings, images, 0)));
            var latency = PredictLatency(preset.Settings, images);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {preset.Name} | {preset.Settings.BatchSize} | {one:F0} | {all:F0} | {Timing.Median(latency):F0} | {Timing.Quantile(latency, 0.99):F0} |"));
        }

        return 0;
    }

    // From the median step, so that a moment in which the cores were taken does not count.
    private static double ImagesPerSecond(TrainingSettings settings, LabeledImages images, int threads)
    {
        var observer = new StepTimes();
        var data = new TrainingData(images, Validation: null, new LabeledImages(images.Shape, [], []), SeedNetwork.ClassCount);
        var timed = settings with { Epochs = 2, Threads = threads, Members = 1, ValidationShare = 0, KeepBest = false, Patience = 0 };
        new CpuTrainer().Train(data, timed, observer, CancellationToken.None);
        return settings.BatchSize / Timing.Median(observer.Seconds.Skip(Steps));
    }

    private static List<double> PredictLatency(TrainingSettings settings, LabeledImages images)
    {
        var network = Network.Create(new Architecture(settings.Layers), images.Shape, SeedNetwork.ClassCount, seed: 1);
        var probabilities = new double[SeedNetwork.ClassCount];
        var next = 0;
        Timing.Durations(PredictSeconds, Predict);
        return Timing.Durations(PredictSeconds, Predict);

        void Predict() => network.Predict(images.Image(next++ % images.Count), probabilities);
    }

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
