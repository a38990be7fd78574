using System.Globalization;
using Digits.Imaging;
using Digits.Imaging.Handwriting;
using SkiaSharp;

namespace Digits.Benchmarks;

/// <summary>How long one thread takes from a picture file to an image that a network can read, in microseconds of processor time.</summary>
internal static class PictureBenchmark
{
    private const int CanvasSide = 280;
    private const int Rounds = 7;
    private const int CallsBetweenLooks = 100;
    private static readonly SKPoint[] Five =
        [new(190, 60), new(100, 60), new(92, 130), new(150, 122), new(185, 165), new(150, 215), new(90, 205)];

    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(300);

    // The runtime compiles a method well only after it has run for a while.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static int Run()
    {
        var digit = new byte[SyntheticHandwriting.Shape.Size];
        SyntheticHandwriting.Draw(Alphabet.Digits, seed: 1, first: 0, digit, new int[1]);
        var image = new GrayImage(SyntheticHandwriting.Shape.Width, SyntheticHandwriting.Shape.Height, digit);

        var canvas = Canvas(SKColors.Transparent, SKEncodedImageFormat.Png);
        Console.WriteLine(Machine.Describe());
        Console.WriteLine();
        Console.WriteLine("| | bytes | header, µs | ink, µs | ink and normalisation, µs |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        var (small, start) = (PngEncoder.Encode(image), Environment.CpuUsage.TotalTime);
        while (Environment.CpuUsage.TotalTime - start < WarmUp)
        {
            InkReader.ReadNormalized(small);
            InkReader.ReadNormalized(canvas);
        }

        Row("28x28 grey PNG", small);
        Row("280x280 RGBA PNG, ink on a transparent canvas", canvas);
        Row("280x280 RGBA PNG, ink on white", Canvas(SKColors.White, SKEncodedImageFormat.Png));
        Row("280x280 JPEG", Canvas(SKColors.White, SKEncodedImageFormat.Jpeg));
        Row("280x280 WebP", Canvas(SKColors.White, SKEncodedImageFormat.Webp));
        return 0;
    }

    // Strokes with soft edges, as a canvas of a web page draws them.
    private static byte[] Canvas(SKColor paper, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(CanvasSide, CanvasSide, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        using var canvas = new SKCanvas(bitmap);
        using var pen = new SKPaint { Color = SKColors.Black, IsAntialias = true, StrokeWidth = 18, StrokeCap = SKStrokeCap.Round };
        canvas.Clear(paper);
        for (var at = 1; at < Five.Length; at++)
        {
            canvas.DrawLine(Five[at - 1], Five[at], pen);
        }

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

    // Processor time and not the time of day, so that the figure means something on a machine that others use too; the best of several
    // rounds, because a shared cache and a lower clock still add to it.
    private static double Measure(Action work)
    {
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var (calls, start, used) = (0, Environment.CpuUsage.TotalTime, TimeSpan.Zero);
            for (; used < Round; used = Environment.CpuUsage.TotalTime - start)
            {
                for (var call = 0; call < CallsBetweenLooks; call++, calls++)
                {
                    work();
                }
            }

            best = Math.Min(best, used.TotalMicroseconds / calls);
        }

        return best;
    }
}
