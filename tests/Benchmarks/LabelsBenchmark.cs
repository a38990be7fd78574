using System.Diagnostics;
using System.Globalization;
using Digits.Learning.Data;
using Digits.Learning.LabelChecks;
using Digits.Learning.Training;
using Digits.Learning.Training.Runs;
using Digits.Tests;

namespace Digits.Benchmarks;

/// <summary>
/// Gives some samples of MNIST's train part a wrong label, drawn by a seed, and tells how many of them are among the first suspects of a
/// label check.
/// </summary>
internal static class LabelsBenchmark
{
    private const int Classes = 10;

    // The flips are looked for among this many suspects for each.
    private const double SuspectsPerFlip = 1.5;

    public static int Run(Options options)
    {
        var folder = options.Text("data") ?? throw new ArgumentException("Say --data <folder> with the four MNIST files.");
        var name = options.Text("preset") ?? "fast";
        var preset = Presets.TryFind(name, out var found) ? found : throw new ArgumentException($"There is no preset '{name}'.");
        var (train, _) = IdxFiles.LoadFolder(folder);
        var images = train.Select([.. Enumerable.Range(0, Math.Min(train.Count, options.Number("samples", 10_000)))]);
        var folds = options.Number("folds", 3);
        for (var seed = 1; seed <= options.Number("seeds", 1); seed++)
        {
            var (flipped, wrong) = Flip(images, options.Number("share", 0.01), seed);
            var epochs = options.Number("epochs", LabelCheck.Epochs(preset.Settings.Epochs, images.Count, folds));
            var settings = preset.Settings with { Epochs = epochs, Seed = (uint)seed };
            var watch = Stopwatch.StartNew();
            var result = LabelCheck.Run(new CpuTrainer(), flipped, Classes, settings, folds, new Quiet(), CancellationToken.None);
            var first = result.Suspects.Take((int)(SuspectsPerFlip * wrong.Count)).Count(suspect => wrong.Contains(suspect.Index));
            var all = result.Suspects.Count(suspect => wrong.Contains(suspect.Index));
            var corrected = result.Suspects.Count(
                suspect => wrong.Contains(suspect.Index) && suspect.Suggested == images.Labels[suspect.Index]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"seed {seed}: {wrong.Count} of {images.Count} labels wrong, {100.0 * first / wrong.Count:F1} % of them among the first "
                + $"{(int)(SuspectsPerFlip * wrong.Count)} suspects, {100.0 * all / wrong.Count:F1} % among all {result.Suspects.Count}, "
                + $"{100.0 * corrected / wrong.Count:F1} % with the right suggestion; accuracy {100 * result.Accuracy:F2} %, {epochs} epochs, "
                + $"{watch.Elapsed.TotalSeconds:F1} s"));
        }

        Console.WriteLine(Machine.Describe());
        return 0;
    }

    private static (LabeledImages Images, HashSet<int> Wrong) Flip(LabeledImages images, double share, int seed)
    {
        var random = new Random(seed);
        int[] order = [.. Enumerable.Range(0, images.Count)];
        random.Shuffle(order);
        var wrong = order.Take((int)Math.Round(share * images.Count)).ToHashSet();
        var labels = images.Labels.ToArray();
        foreach (var index in wrong)
        {
            labels[index] = (labels[index] + random.Next(1, Classes)) % Classes;
        }

        var pixels = new byte[images.Count * images.Shape.Size];
        for (var i = 0; i < images.Count; i++)
        {
            images.Image(i).CopyTo(pixels.AsSpan(i * images.Shape.Size));
        }

        return (new LabeledImages(images.Shape, pixels, labels), wrong);
    }
}
