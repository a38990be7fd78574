using System.Diagnostics;
using System.Globalization;
using Digits.Imaging;
using Digits.Imaging.Handwriting;
using SkiaSharp;

namespace Digits.Benchmarks;

/// <summary>How long one thread takes from a picture file to an image that a network can read, in microseconds.</summary>
internal static class PictureBenchmark
{
    private const int CanvasSide = 280;
    private const int Rounds = 7;
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(300);

    public static int Run()
    {
        var digit = new byte[SyntheticDigits.Shape.Size];
        SyntheticDigits.Draw(seed: 1, first: 0, digit, new int[1]);
        var image = new GrayImage(SyntheticDigits.Shape.Width, SyntheticDigits.Shape.Height, digit);

        Console.WriteLine(Machine.Describe());
        Console.WriteLine();
        Console.WriteLine("| | bytes | header, µs | ink, µs | ink and normalisation, µs |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        Row("28x28 grey PNG", PngEncoder.Encode(image));
        Row("280x280 RGBA PNG, ink on a transparent canvas", Canvas(image, SKColors.Transparent, SKEncodedImageFormat.Png));
        Row("280x280 RGBA PNG, ink on white", Canvas(image, SKColors.White, SKEncodedImageFormat.Png));
        Row("280x280 JPEG", Canvas(image, SKColors.White, SKEncodedImageFormat.Jpeg));
        Row("280x280 WebP", Canvas(image, SKColors.White, SKEncodedImageFormat.Webp));
        return 0;
    }

    private static byte[] Canvas(GrayImage image, SKColor paper, SKEncodedImageFormat format)
    {
        using var ink = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Alpha8));
        image.Pixels.CopyTo(ink.GetPixelSpan());
        using var bitmap = new SKBitmap(new SKImageInfo(CanvasSide, CanvasSide, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        using var canvas = new SKCanvas(bitmap);
        using var brush = new SKPaint { Color = SKColors.Black };
        using var strokes = SKImage.FromBitmap(ink);
        canvas.Clear(paper);
        canvas.DrawImage(strokes, new SKRect(0, 0, CanvasSide, CanvasSide), new SKSamplingOptions(SKCubicResampler.Mitchell), brush);
        canvas.Flush();
        using var file = bitmap.Encode(format, 90);
        return file.ToArray();
    }

    private static void Row(string what, byte[] file)
    {
        var header = Measure(() => PictureHeader.Read(file));
        var read = Measure(() => InkReader.Read(file));
        var normalized = Measure(() => InkReader.ReadNormalized(file));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {file.Length} | {header:F1} | {read:F1} | {normalized:F1} |"));
    }

    // The best of several rounds: whatever else the machine does only ever adds to the time.
    private static double Measure(Action work)
    {
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var (calls, watch) = (0, Stopwatch.StartNew());
            for (; watch.Elapsed < Round; calls++)
            {
                work();
            }

            best = Math.Min(best, watch.Elapsed.TotalMicroseconds / calls);
        }

        return best;
    }
}
