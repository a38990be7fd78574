namespace Digits.Datasets.Formats.Arrays;

/// <summary>How an array holds its pictures.</summary>
/// <param name="Axes">
/// Its axes as they lie in the file, the slowest first: N for the pictures, H for rows, W for columns, C for colours.
/// </param>
/// <param name="Count">Pictures.</param>
/// <param name="Height">Rows of a picture.</param>
/// <param name="Width">Columns of a picture.</param>
/// <param name="Channels">Values of a pixel: 1 for grey, 3 for red, green and blue, 4 with an opacity that is not looked at.</param>
internal sealed record PictureLayout(string Axes, long Count, int Height, int Width, int Channels)
{
    private const string Setting = "axes";

    // Nobody writes characters in fewer pixels, so that a smaller axis counts the pictures.
    private const int LeastSide = 6;

    /// <summary>Pixels of a picture.</summary>
    public int Size => Height * Width;

    /// <summary>Elements of a picture.</summary>
    public int ItemLength => Size * Channels;

    /// <summary>Whether the file holds picture after picture, each row by row in grey.</summary>
    public bool IsPlain => Channels == 1 && Axes.Replace("C", "", StringComparison.Ordinal) == "NHW";

    /// <summary>Whether the pictures are the fastest axis, so that no picture lies in one piece.</summary>
    public bool IsLast => Axes[^1] == 'N';

    /// <summary>Reads a shape.</summary>
    /// <param name="array">The array.</param>
    /// <param name="labels">How many labels there are, which tells the pictures' axis.</param>
    /// <param name="said">The setting; empty to be found out.</param>
    /// <param name="maxSide">The longest side of a picture that is read.</param>
    /// <param name="findings">Where an assumption is recorded.</param>
    /// <exception cref="RefusalException">The array holds no pictures that can be read, or it is unclear how.</exception>
    public static PictureLayout Of(ArrayFile array, long labels, string said, int maxSide, ImportFindings findings)
    {
        var header = array.Header;
        if (!header.Type.IsNumber)
        {
            throw Errors.ArrayElementType(header, array.Name);
        }

        var named = Named(array, said) ?? Find(array, labels);
        var (axes, sizes) = Split(named, header.Dimensions);
        if (axes.Length == 0)
        {
            throw Errors.ArrayBadDimensions(
                header.Format,
                array.Name,
                $"it has the shape {header.Shape}; pictures are NxHxW, NxHxWxC, NxCxHxW, HxWxN or HxWxCxN with 1, 3 or 4 colours, or N rows of a square number of pixels");
        }

        long Size(char axis) => axes.IndexOf(axis) is >= 0 and var at ? sizes[at] : 1;
        var (height, width, channels) = (Size('H'), Size('W'), Size('C'));
        if (height > maxSide || width > maxSide)
        {
            throw Errors.ArrayBadDimensions(
                header.Format, array.Name, $"it claims pictures of {height}x{width} pixels; 1x1 to {maxSide}x{maxSide} can be read");
        }

        if (said.Length == 0 && (channels > 1 || axes[0] != 'N' || axes is "NCHW"))
        {
            findings.Assume(
                Setting,
                axes,
                $"The shape {header.Shape} of {array.Name} is read as {string.Join('x', axes.AsEnumerable())}: {Size('N')} pictures of {height}x{width} pixels"
                    + (channels > 1 ? $" with {channels} colours, made grey." : "."));
        }

        // The pixels of a row are one axis, which stays as it is when the axes of the array are reversed.
        var stored = header.IsFortran ? Split(new string([.. named.Reverse()]), [.. header.Dimensions.Reverse()]).Axes : axes;
        return new PictureLayout(stored, Size('N'), (int)height, (int)width, (int)channels);
    }

    /// <summary>Makes a picture of its elements grey.</summary>
    /// <param name="values">The elements as they lie in the file.</param>
    /// <param name="pixels">[height, width] the picture, row by row.</param>
    public void ToGray(ReadOnlySpan<byte> values, Span<byte> pixels)
    {
        var inner = Axes.Replace("N", "", StringComparison.Ordinal);
        var (row, column, color) = (Stride(inner, 'H'), Stride(inner, 'W'), Stride(inner, 'C'));
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var at = (y * row) + (x * column);
                pixels[(y * Width) + x] = Channels == 1
                    ? values[at]
                    : (byte)(((299 * values[at]) + (587 * values[at + color]) + (114 * values[at + (2 * color)]) + 500) / 1000);
            }
        }
    }

    /// <summary>The side of a square with this number of pixels; 0 when the number is not a square.</summary>
    public static long SquareSide(long pixels)
    {
        var side = (long)Math.Round(Math.Sqrt(pixels));
        return side * side == pixels ? side : 0;
    }

    private int Stride(string inner, char axis)
    {
        var stride = 1;
        foreach (var faster in inner[(inner.IndexOf(axis) + 1)..])
        {
            stride *= faster == 'H' ? Height : faster == 'W' ? Width : Channels;
        }

        return stride;
    }

    // Rows of pixels are pictures of a square, or three of them in red, green and blue.
    private static (string Axes, long[] Sizes) Split(string axes, IReadOnlyList<long> sizes)
    {
        if (!axes.Contains('P'))
        {
            return (axes, [.. sizes]);
        }

        var pixels = sizes[axes.IndexOf('P')];
        var (side, third) = (SquareSide(pixels), pixels % 3 == 0 ? SquareSide(pixels / 3) : 0);
        var (inner, lengths) = side > 0 ? ("HW", (long[])[side, side]) : third > 0 ? ("CHW", [3, third, third]) : ("", []);
        return inner.Length == 0 ? ("", []) : axes[0] == 'N' ? ("N" + inner, [sizes[0], .. lengths]) : (inner + "N", [.. lengths, sizes[1]]);
    }

    private static string? Named(ArrayFile array, string said)
    {
        if (said.Length == 0)
        {
            return null;
        }

        var axes = said.ToUpperInvariant();
        var letters = string.Concat(axes.Order());
        return letters is "HNW" or "CHNW" or "NP" && axes.Length == array.Header.Dimensions.Count && axes[0] != axes[^1] && (axes[0] == 'N' || axes[^1] == 'N')
            ? axes
            : throw Errors.SettingInvalid(
                Setting, $"{Errors.Quote(said)} does not fit {array.Name}, whose shape is {array.Header.Shape}; say for example NHW, HWN, NHWC, NCHW or HWCN");
    }

    private static string Find(ArrayFile array, long labels)
    {
        var sizes = array.Header.Dimensions;
        var isFirst = sizes[0] == labels || sizes[^1] != labels;
        switch (sizes.Count)
        {
            case 2:
                return isFirst ? "NP" : "PN";
            case 3 when sizes[0] == labels && sizes[2] == labels && labels >= LeastSide:
                throw Errors.AxesUnclear(array.Name, array.Header.Shape);
            case 3:
                return isFirst ? "NHW" : "HWN";
            case 4 when isFirst:
                return IsColors(sizes[3]) ? "NHWC" : IsColors(sizes[1]) ? "NCHW" : "";
            case 4:
                return IsColors(sizes[2]) ? "HWCN" : IsColors(sizes[0]) ? "CHWN" : "";
            default:
                return "";
        }
    }

    private static bool IsColors(long size) => size is 1 or 3 or 4;
}
