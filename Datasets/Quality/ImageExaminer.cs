using Digits.Learning.Data;

namespace Digits.Datasets.Quality;

/// <summary>
/// Measures normalised images. Not thread-safe: it keeps its buffers.
/// </summary>
/// <remarks>
/// Normalising hides much: every image is scaled to the same box, centred and light on dark. What still shows is examined here. Sizes
/// are told in parts of the side that ink fills, 20 of 28 pixels. The limits were set by looking at MNIST, KMNIST and faults made up on
/// purpose (cut, framed, inverted and speckled digits).
/// </remarks>
internal sealed class ImageExaminer(ImageShape shape)
{
    // Paler pixels belong to no outline.
    private const int OutlineInk = 25;

    // The normaliser centres ink to 0.525 pixels unless it would leave the image.
    private const double MaxOffCenter = 0.75;

    // Digits reach 0.55 around their edge, and inverted ones in a dark margin begin at 0.97.
    private const double InvertedEdge = 0.7;
    private const double InvertedInk = 0.5;

    private readonly int _width = shape.Width;
    private readonly int _height = shape.Height;
    private readonly CoreStroke _core = new(shape.Width, shape.Height);
    private readonly CutEdge _cut = new(shape);

    public ImageMeasure Examine(ReadOnlySpan<byte> pixels)
    {
        var (mass, sumX, sumY) = (0L, 0L, 0L);
        var (left, top, right, bottom) = (_width, -1, -1, -1);
        for (var y = 0; y < _height; y++)
        {
            var row = pixels.Slice(y * _width, _width);
            if (!row.ContainsAnyExcept((byte)0))
            {
                continue;
            }

            var rowMass = 0;
            for (var x = 0; x < row.Length; x++)
            {
                rowMass += row[x];
                sumX += row[x] * x;
            }

            mass += rowMass;
            sumY += (long)rowMass * y;
            var first = row.IndexOfAnyInRange((byte)OutlineInk, byte.MaxValue);
            if (first >= 0)
            {
                left = Math.Min(left, first);
                right = Math.Max(right, row.LastIndexOfAnyInRange((byte)OutlineInk, byte.MaxValue));
                top = top < 0 ? y : top;
                bottom = y;
            }
        }

        if (top < 0)
        {
            return new ImageMeasure(0, 0, 0, 0, 0, ImageFaults.Blank);
        }

        var outline = new Outline(left, top, right, bottom);
        var faults = ImageFaults.None;
        if (IsOff((double)sumX / mass, _width) || IsOff((double)sumY / mass, _height))
        {
            faults |= ImageFaults.OffCenter;
        }

        if (IsInverted(pixels, outline, mass))
        {
            faults |= ImageFaults.Inverted;
        }
        else if (_cut.IsCut(pixels, outline))
        {
            faults |= ImageFaults.CutOff;
        }

        var (side, frameInk) = _core.Find(pixels, outline);
        return new ImageMeasure(
            Units(mass),
            Units(mass - frameInk),
            (byte)outline.Width,
            (byte)outline.Height,
            (byte)Math.Min(100, 100 * side / Math.Max(outline.Width, outline.Height)),
            faults);
    }

    private static bool IsOff(double center, int side) => Math.Abs(center - (side / 2)) > MaxOffCenter;

    // Paper that was taken for ink is a full sheet: its whole edge is inked, and so is most of the inside.
    private bool IsInverted(ReadOnlySpan<byte> pixels, Outline outline, long mass)
    {
        var area = outline.Width * outline.Height;
        if (Math.Min(outline.Width, outline.Height) < 3 * Math.Max(outline.Width, outline.Height) / 5
            || mass < InvertedInk * byte.MaxValue * area)
        {
            return false;
        }

        var edge = 0L;
        for (var x = outline.Left; x <= outline.Right; x++)
        {
            edge += pixels[(outline.Top * _width) + x] + pixels[(outline.Bottom * _width) + x];
        }

        for (var y = outline.Top + 1; y < outline.Bottom; y++)
        {
            edge += pixels[(y * _width) + outline.Left] + pixels[(y * _width) + outline.Right];
        }

        return edge >= InvertedEdge * byte.MaxValue * 2 * (outline.Width + outline.Height - 2);
    }

    private ushort Units(long ink) => (ushort)(ink * ushort.MaxValue / ((long)byte.MaxValue * _width * _height));
}

/// <summary>What a report keeps of an image: eight bytes, so that a million of them are little.</summary>
/// <param name="InkUnits">All ink, as a share of the image in 1/65535.</param>
/// <param name="StrokeInkUnits">The same without the ink of frames.</param>
/// <param name="Width">Columns from the first with ink to the last.</param>
/// <param name="Height">Rows from the first with ink to the last.</param>
/// <param name="CorePercent">The longer side of the largest connected stroke, of 100 of the longer side of all ink.</param>
/// <param name="Faults">What is wrong with the image whatever the others look like.</param>
internal readonly record struct ImageMeasure(
    ushort InkUnits, ushort StrokeInkUnits, byte Width, byte Height, byte CorePercent, ImageFaults Faults)
{
    /// <summary>All ink, as a share of the image, 0 to 1.</summary>
    public double Ink => InkUnits / (double)ushort.MaxValue;
}

/// <summary>What can be wrong with an image by itself.</summary>
[Flags]
internal enum ImageFaults : byte
{
    None = 0,
    Blank = 1,
    Inverted = 2,
    CutOff = 4,
    OffCenter = 8,
}

/// <summary>The smallest rectangle around the ink of an image, all four ends inside.</summary>
internal readonly record struct Outline(int Left, int Top, int Right, int Bottom)
{
    public int Width => Right - Left + 1;

    public int Height => Bottom - Top + 1;
}
