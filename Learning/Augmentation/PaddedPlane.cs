using System.Numerics;

namespace Digits.Learning.Augmentation;

/// <summary>
/// One channel of an image within a margin of paper: one row above, two below, one column to the left and at least one to the
/// right. Whoever reads a pixel's neighbours needs no bounds checks, and rows are whole vectors of bytes.
/// </summary>
internal sealed class PaddedPlane(int height, int width)
{
    private readonly byte[] _values = new byte[(height + 3) * StrideOf(width)];

    /// <summary>Rows of the image.</summary>
    public int Height => height;

    /// <summary>Columns of the image.</summary>
    public int Width => width;

    /// <summary>The distance between rows.</summary>
    public int Stride { get; } = StrideOf(width);

    /// <summary>All values with their margin. The image's first pixel is at <see cref="Stride"/> + 1.</summary>
    public Span<byte> Values => _values;

    /// <summary>A row of the image without margin.</summary>
    public Span<byte> Row(int y) => _values.AsSpan(((y + 1) * Stride) + 1, width);

    /// <summary>Takes one channel of an image.</summary>
    public void Load(ReadOnlySpan<byte> pixels, int channel, int channels)
    {
        for (var y = 0; y < height; y++)
        {
            var from = pixels.Slice(y * width * channels, width * channels);
            var row = Row(y);
            if (channels == 1)
            {
                from.CopyTo(row);
                continue;
            }

            for (var x = 0; x < row.Length; x++)
            {
                row[x] = from[(x * channels) + channel];
            }
        }
    }

    private static int StrideOf(int width)
    {
        var lanes = Vector<byte>.Count;
        return (width + 2 + lanes - 1) / lanes * lanes;
    }
}
