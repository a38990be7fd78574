using System.Globalization;

namespace Digits.Learning.Data;

/// <summary>How a kernel or a pooling window moves over an image.</summary>
/// <param name="Size">Its height and width.</param>
/// <param name="Stride">The distance between two positions, in pixels.</param>
/// <param name="Padding"><c>valid</c> (the default), <c>same</c>, or the zeros on each side as a number.</param>
internal readonly record struct Window(int Size, int Stride, string? Padding)
{
    private const string Valid = "valid";
    private const string Same = "same";

    private int Zeros => Padding is null or Valid or Same ? 0 : int.Parse(Padding, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Whether a padding is <c>valid</c>, <c>same</c> or a whole number less than the kernel's size, without sign or leading zeros.</summary>
    public static bool IsPadding(string? padding, int kernelSize) =>
        padding is null or Valid or Same
        || (int.TryParse(padding, NumberStyles.None, CultureInfo.InvariantCulture, out var zeros)
            && zeros < kernelSize && padding == zeros.ToString(CultureInfo.InvariantCulture));

    /// <summary>The number of positions along a side of <paramref name="side"/> pixels; 0 when the window does not fit.</summary>
    public int Positions(int side)
    {
        if (Padding == Same)
        {
            return (side + Stride - 1) / Stride;
        }

        var room = side + (2 * Zeros) - Size;
        return room < 0 ? 0 : (room / Stride) + 1;
    }

    /// <summary>Zeros above (or to the left of) a side of <paramref name="side"/> pixels.</summary>
    public int Before(int side) => Padding == Same ? Math.Max(Extent(side) - side, 0) / 2 : Zeros;

    /// <summary>Rows (or columns), including zeros, that all positions of the window cover.</summary>
    public int Extent(int side) => ((Positions(side) - 1) * Stride) + Size;

    /// <summary>The shape of the output for an image.</summary>
    public ImageShape Output(ImageShape input, int channels) => new(Positions(input.Height), Positions(input.Width), channels);
}
