using System.Globalization;
using Digits.Learning.Data;
using Digits.Learning.Training;
using Digits.Learning.Training.Runs;
using Digits.Tests;

namespace Digits.Benchmarks;

/// <summary>
/// Trains presets on MNIST with several seeds and prints a row of the README's table for each. Tune with <c>--validation</c> only:
/// then the test part is not looked at.
/// </summary>
internal static class AccuracyBenchmark
{
    private const int HeldOut = 5000;

    public static int Run(Options options)
    {
        var folder = options.Text("data") ?? throw new ArgumentException("Say --data <folder> with the four MNIST files.");
        var presets = (options.Text("preset") ?? "default").Split(',').Select(Find).ToArray();
        var (train, test) = IdxFiles.LoadFolder(folder);
        var judge = "test";
        if (options.Has("validation"))
        {
            judge = $"held-out {HeldOut}";
            (train, test) = (Part(train, 0, train.Count - HeldOut), Part(train, train.Count - HeldOut, HeldOut));
        }

        List<string> rows = [];
        foreach (var preset in presets)
        {
            rows.Add(Row(preset, options, new TrainingData(train, Validation: null, test, ClassCount: 10)));
        }

        Console.WriteLine();
        Console.WriteLine(Machine.Describe());
        Console.WriteLine();
        Console.WriteLine($"| preset | MNIST accuracy, {judge} images | training |");
        Console.WriteLine("| --- | --- | --- |");
        rows.ForEach(Console.WriteLine);
        return 0;
    }

    private static string Row(Preset preset, Options options, TrainingData data)
    {
        var settings = preset.Settings with
        {
            Epochs = options.Number("epochs", preset.Settings.Epochs),
            LearningRate = options.Number("lr", preset.Settings.LearningRate),
        };
        var (accuracies, seconds) = (new List<double>(), new List<double>());
        for (var seed = 1u; seed <= options.Number("seeds", 5); seed++)
        {
            var result = new CpuTrainer().Train(data, settings with { Seed = seed }, new Quiet(), CancellationToken.None);
            accuracies.Add(100 * result.Test!.Accuracy);
            seconds.Add(result.Epochs[^1].Elapsed.TotalSeconds);
            Print($"{preset.Name} seed {seed}: {accuracies[^1]:F2} %, loss {result.Test.Loss:F4}, {seconds[^1]:F1} s of training, {result.Model.ParameterCount} weights");
        }

        var mean = accuracies.Average();
        var deviation = Math.Sqrt(accuracies.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, accuracies.Count - 1));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| `{preset.Name}` | {mean:F2} ± {deviation:F2} % ({accuracies.Count} seeds) | {seconds.Average():F1} s |");
    }

    public static Preset Find(string name) => Presets.TryFind(name, out var preset)
        ? preset
        : throw new ArgumentException($"There is no preset '{name}', only {string.Join(", ", Presets.All.Select(known => known.Name))}.");

    public static LabeledImages Part(LabeledImages images, int start, int count)
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
}
