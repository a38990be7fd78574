using System.Globalization;
using Digits.Learning.Networks;
using Digits.Learning.Training;

namespace Digits.Benchmarks;

/// <summary>What one thread gains when it predicts several images together instead of one after the other, for each preset's network.</summary>
internal static class BatchingBenchmark
{
    private static readonly int[] Sizes = [2, 4, 8, 16, Committee.MaxBatch];

    public static int Run(Options options)
    {
        var seconds = options.Number("seconds", 0.5);
        var rounds = options.Number("rounds", 5);
        Console.WriteLine(Machine.Describe());
        Console.WriteLine();
        Console.WriteLine($"| network | alone, µs an image | {string.Join(" | ", Sizes.Select(size => $"{size} together"))} |");
        Console.WriteLine($"| --- | --- | {string.Join(" | ", Sizes.Select(_ => "---"))} |");
        foreach (var preset in Presets.All)
        {
            var work = new Work(preset.Settings);
            var alone = new List<double>();
            var together = Sizes.Select(_ => new List<double>()).ToArray();

            // In turn, so that a busy moment of the machine does not fall on one of them alone.
            for (var round = 0; round < rounds; round++)
            {
                alone.Add(work.Alone(seconds));
                for (var i = 0; i < Sizes.Length; i++)
                {
                    together[i].Add(work.Together(Sizes[i], seconds));
                }
            }

            var best = Timing.Median(alone);
            var cells = together.Select(times => Timing.Median(times)).Select(
                time => string.Create(CultureInfo.InvariantCulture, $"{time:F0} ({best / time:F2}x)"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {preset.Name} | {best:F0} | {string.Join(" | ", cells)} |"));
        }

        return 0;
    }

    private sealed class Work(TrainingSettings settings)
    {
        private readonly Committee _model = new([Network.Create(new Architecture(settings.Layers), SeedNetwork.Input, SeedNetwork.ClassCount, seed: 1)]);
        private readonly ReadOnlyMemory<byte>[] _images = Images();
        private readonly double[][] _results = [.. Enumerable.Range(0, Committee.MaxBatch).Select(_ => new double[SeedNetwork.ClassCount])];
        private int _next;

        public double Alone(double seconds) => Timing.Median(Timing.Durations(
            seconds, () => _model.Predict(_images[_next++ % _images.Length].Span, _results[0])));

        /// <summary>Microseconds an image.</summary>
        public double Together(int size, double seconds) => Timing.Median(Timing.Durations(
            seconds, () => _model.Predict(_images.AsSpan(_next++ * size % (_images.Length - size), size), _results.AsSpan(0, size)))) / size;

        private static ReadOnlyMemory<byte>[] Images()
        {
            var images = SeedNetwork.RandomImages(640);
            return [.. Enumerable.Range(0, images.Count).Select(image => images.Image(image).ToArray())];
        }
    }
}
