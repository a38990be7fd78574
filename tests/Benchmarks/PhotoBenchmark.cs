using System.Globalization;
using Digits.Imaging;
using Digits.Learning.Training;
using Digits.Learning.Training.Runs;
using Digits.Tests;
using Digits.Tests.Photos;

namespace Digits.Benchmarks;

/// <summary>Trains a preset on MNIST and reads photographs painted from MNIST's test digits: how many of each kind, and how sure it is of wrong ones.</summary>
internal static class PhotoBenchmark
{
    private const double Sure = 0.8;

    public static int Run(Options options)
    {
        var folder = options.Text("data") ?? throw new ArgumentException("Say --data <folder> with the four MNIST files.");
        var preset = AccuracyBenchmark.Find(options.Text("preset") ?? "default");
        var count = options.Number("count", 200);
        var (train, test) = IdxFiles.LoadFolder(folder);
        var model = new CpuTrainer()
            .Train(new TrainingData(train, Validation: null, test, ClassCount: 10), preset.Settings with { Seed = 1 }, new Quiet(), CancellationToken.None)
            .Model;
        Console.WriteLine("| photographs | read | blank | wrong, and sure of it | ms each |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        var probabilities = new double[10];
        foreach (var kind in Enum.GetValues<PhotoKind>())
        {
            var (read, blank, sure, time) = (0, 0, 0, TimeSpan.Zero);
            for (var photo = 0; photo < count; photo++)
            {
                var index = (int)((photo * 37L) + ((int)kind * 101)) % test.Count;
                var file = PhotoPainter.Paint(new GrayImage(28, 28, test.Image(index).ToArray()), kind, seed: photo);
                var start = Environment.CpuUsage.TotalTime;
                var image = InkReader.ReadNormalized(file);
                time += Environment.CpuUsage.TotalTime - start;
                if (image.IsBlank)
                {
                    blank++;
                    continue;
                }

                model.Predict(image.Pixels, probabilities);
                var answer = Array.IndexOf(probabilities, probabilities.Max());
                read += answer == test.Labels[index] ? 1 : 0;
                sure += answer != test.Labels[index] && probabilities[answer] > Sure ? 1 : 0;
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {kind} | {100.0 * read / count:F1} % | {blank} | {sure} | {time.TotalMilliseconds / count:F1} |"));
        }

        return 0;
    }
}
