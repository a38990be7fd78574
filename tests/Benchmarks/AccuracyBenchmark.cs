using System.Globalization;
using Digits.Learning.Data;
using Digits.Learning.Training;

namespace Digits.Benchmarks;

/// <summary>Trains a preset on MNIST with several seeds.</summary>
internal static class AccuracyBenchmark
{
    private const int HeldOut = 5000;

    public static int Run(string[] args)
    {
        var options = Options(args);
        if (!options.TryGetValue("data", out var folder)
            || !Presets.TryFind(options.GetValueOrDefault("preset", "default"), out var preset))
        {
            Console.Error.WriteLine($"Say --data <folder>, and as --preset one of {string.Join(", ", Presets.All.Select(known => known.Name))}.");
            return 2;
        }

        var settings = preset.Settings with
        {
            Epochs = int.Parse(options.GetValueOrDefault("epochs", $"{preset.Settings.Epochs}"), CultureInfo.InvariantCulture),
            LearningRate = options.TryGetValue("lr", out var rate)
                ? double.Parse(rate, CultureInfo.InvariantCulture)
                : preset.Settings.LearningRate,
        };
        var (train, test) = IdxFiles.LoadFolder(folder);
        if (options.ContainsKey("validate"))
        {
            (train, test) = (Part(train, 0, train.Count - HeldOut), Part(train, train.Count - HeldOut, HeldOut));
        }

        var seeds = uint.Parse(options.GetValueOrDefault("seeds", "3"), CultureInfo.InvariantCulture);
        var accuracies = new List<double>();
        for (var seed = 1u; seed <= seeds; seed++)
        {
            var result = new CpuTrainer().Train(
                new TrainingData(train, Validation: null, test, ClassCount: 10), settings with { Seed = seed }, new Quiet(), CancellationToken.None);
            accuracies.Add(100 * result.Test!.Accuracy);
            Print($"{preset.Name} seed {seed}: {accuracies[^1]:F2} %, loss {result.Test.Loss:F4}, {result.Epochs[^1].Elapsed.TotalSeconds:F1} s of training, {result.Model.ParameterCount} weights");
        }

        var mean = accuracies.Average();
        var deviation = seeds > 1 ? Math.Sqrt(accuracies.Sum(value => (value - mean) * (value - mean)) / (seeds - 1)) : 0;
        Print($"{preset.Name}: {mean:F2} ± {deviation:F2} % over {seeds} seeds");
        return 0;
    }

    private static Dictionary<string, string> Options(string[] args)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[i + 1] : string.Empty;
            options[args[i].TrimStart('-')] = value;
            i += value.Length > 0 ? 1 : 0;
        }

        return options;
    }

    private static LabeledImages Part(LabeledImages images, int start, int count)
    {
        var size = images.Shape.Size;
        var pixels = new byte[count * size];
        for (var i = 0; i < count; i++)
        {
            images.Image(start + i).CopyTo(pixels.AsSpan(i * size));
        }

        return new LabeledImages(images.Shape, pixels, images.Labels.Slice(start, count).ToArray());
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private sealed class Quiet : ITrainingObserver
    {
        public void OnBatch(BatchReport report)
        {
        }

        public void OnEpoch(EpochReport report)
        {
        }
    }
}
