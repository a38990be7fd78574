using System.Numerics;
using System.Runtime.InteropServices;

namespace Digits.Imaging;

/// <summary>Looks for opaque paper in a picture that is partly transparent.</summary>
internal static class OpaqueSheet
{
    // A pixel read as one number has its alpha in the highest byte, so an opaque one is at least this.
    private const uint OpaquePixel = (uint)PixelColor.Opaque << 24;

    // A sheet of paper fills its own bounding box except for rounded corners and a soft edge; strokes hardly ever do.
    private const double SheetCover = 0.95;

    /// <summary>An opaque sheet with a transparent margin, such as a screenshot with its shadow; null if there is none.</summary>
    public static Region? Find(Picture picture)
    {
        var (left, top, right, bottom) = (picture.Width, picture.Height, -1, -1);
        for (var y = 0; y < picture.Height; y++)
        {
            var row = MemoryMarshal.Cast<byte, uint>(picture.Row(y));
            var first = row.IndexOfAnyInRange(OpaquePixel, uint.MaxValue);
            if (first >= 0)
            {
                (left, right) = (Math.Min(left, first), Math.Max(right, row.LastIndexOfAnyInRange(OpaquePixel, uint.MaxValue)));
                (top, bottom) = (Math.Min(top, y), y);
            }
        }

        var box = new Region(left, top, right - left + 1, bottom - top + 1);
        return right >= 0 && IsCovered(picture, box) ? box : null;
    }

    // Strokes are told from a sheet after a few rows: their box soon has more holes than a sheet may have.
    private static bool IsCovered(Picture picture, Region box)
    {
        var holes = (long)((1 - SheetCover) * box.Width * box.Height);
        for (var y = box.Y; y < box.Y + box.Height && holes >= 0; y++)
        {
            holes -= box.Width - CountOpaque(MemoryMarshal.Cast<byte, uint>(picture.Row(y)).Slice(box.X, box.Width));
        }

        return holes >= 0;
    }

    private static int CountOpaque(ReadOnlySpan<uint> row)
    {
        // Read as signed numbers, opaque pixels are negative; a comparison gives -1 for each.
        var pixels = MemoryMarshal.Cast<uint, int>(row);
        var negated = Vector<int>.Zero;
        var at = 0;
        for (; at <= pixels.Length - Vector<int>.Count; at += Vector<int>.Count)
        {
            negated += Vector.LessThan(new Vector<int>(pixels[at..]), Vector<int>.Zero);
        }

        var count = -Vector.Sum(negated);
        for (; at < pixels.Length; at++)
        {
            count += pixels[at] < 0 ? 1 : 0;
        }

        return count;
    }
}
