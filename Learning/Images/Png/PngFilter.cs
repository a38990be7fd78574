using System.Numerics;

namespace Digits.Learning.Images.Png;

/// <summary>
/// Undoes the filter of a row. Each byte was stored as its difference from a guess made of a = the byte one pixel to the left,
/// b = the byte above, c = the byte above a; outside the image they are 0.
/// </summary>
internal static class PngFilter
{
    /// <param name="type">The row's filter byte.</param>
    /// <param name="row">The stored bytes; afterwards the true ones.</param>
    /// <param name="above">The true bytes of the row above; zeros for the first row.</param>
    /// <param name="distance">Bytes a pixel, at least 1.</param>
    /// <exception cref="ImageFormatException">There is no such filter.</exception>
    public static void Undo(byte type, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        switch (type)
        {
            case 0:
                break;
            case 1:
                UndoSub(row, distance);
                break;
            case 2:
                UndoUp(row, above);
                break;
            case 3:
                UndoAverage(row, above, distance);
                break;
            case 4:
                UndoPaeth(row, above, distance);
                break;
            default:
                throw new ImageFormatException(ImageFault.Invalid, $"The PNG is damaged: a row has the unknown filter {type}.");
        }
    }

    private static void UndoSub(Span<byte> row, int distance)
    {
        for (var i = distance; i < row.Length; i++)
        {
            row[i] += row[i - distance];
        }
    }

    private static void UndoUp(Span<byte> row, ReadOnlySpan<byte> above)
    {
        var i = 0;
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            (new Vector<byte>(row[i..]) + new Vector<byte>(above[i..])).CopyTo(row[i..]);
        }

        for (; i < row.Length; i++)
        {
            row[i] += above[i];
        }
    }

    private static void UndoAverage(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var a = i < distance ? 0 : row[i - distance];
            row[i] += (byte)((a + above[i]) / 2);
        }
    }

    private static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        for (var i = 0; i < Math.Min(distance, row.Length); i++)
        {
            row[i] += above[i];
        }

        for (var i = distance; i < row.Length; i++)
        {
            row[i] += Paeth(row[i - distance], above[i], above[i - distance]);
        }
    }

    // The one of a, b and c that lies nearest to a + b - c; ties go to a, then to b.
    private static byte Paeth(byte a, byte b, byte c)
    {
        var toA = Math.Abs(b - c);
        var toB = Math.Abs(a - c);
        var toC = Math.Abs(a + b - (2 * c));
        return toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
    }
}
