using System.Diagnostics;
using System.Globalization;
using Digits.Imaging.Handwriting;
using Digits.Learning.Data;
using Digits.Learning.Training;
using Digits.Learning.Training.Runs;
using Digits.Tests;

namespace Digits.Benchmarks;

/// <summary>
/// What the starter set is worth: draws it, trains on nothing else and reads MNIST. Tune with <c>--validation</c> only: that judges by
/// the first 10,000 images of MNIST's training part, and the test part is not looked at.
/// </summary>
internal static class StarterBenchmark
{
    private const int JudgedOfTrain = 10_000;

    public static int Run(Options options)
    {
        var folder = options.Text("data") ?? throw new ArgumentException("Say --data <folder> with the four MNIST files.");
        var preset = AccuracyBenchmark.Find(options.Text("preset") ?? "default");
        var count = options.Number("count", SyntheticHandwriting.StarterCount);
        var (train, test) = IdxFiles.LoadFolder(folder);
        var judge = options.Has("validation") ? AccuracyBenchmark.Part(train, 0, JudgedOfTrain) : test;
        var seed = (uint)options.Number("seed", 1);
        List<double> accuracies = [];
        Console.WriteLine(Machine.Describe());
        for (var i = 0u; i < options.Number("seeds", 1); i++)
        {
            accuracies.Add(Measure(preset, options, count, seed + i, judge));
        }

        Print($"{count} images, `{preset.Name}`: {accuracies.Average():F2} % (least {accuracies.Min():F2} %) of {(options.Has("validation") ? "MNIST's first train images" : "MNIST's test images")}");
        return 0;
    }

    private static double Measure(Preset preset, Options options, int count, uint seed, LabeledImages judge)
    {
        var start = Stopwatch.GetTimestamp();
        var drawn = SyntheticHandwriting.Generate(Alphabet.Digits, count, seed);
        var drawing = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var settings = preset.Settings with { Epochs = options.Number("epochs", preset.Settings.Epochs), Seed = seed };
        var result = new CpuTrainer().Train(
            new TrainingData(drawn, Validation: null, judge, Alphabet.Digits.Labels.Count), settings, new Quiet(), CancellationToken.None);
        var accuracy = 100 * result.Test!.Accuracy;
        Print($"seed {seed}: drawn in {drawing:F1} s ({count / drawing:F0} images/s), trained {settings.Epochs} epochs in {result.Epochs[^1].Elapsed.TotalSeconds:F1} s: {accuracy:F2} %");
        return accuracy;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
