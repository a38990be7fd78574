using System.Buffers;

namespace Digits.Imaging;

/// <summary>
/// An immutable 8-bit grey image. In an "ink" image 0 is paper and 255 is full ink, whatever the colours of the original were.
/// </summary>
public sealed class GrayImage
{
    /// <summary>The largest buffer that is kept in a pool; a larger one would stay behind there.</summary>
    internal const int MaxPooledBytes = 1 << 20;

    // A pooled array may be longer than the image.
    private readonly byte[] _pixels;
    private readonly bool _isPooled;

    /// <summary>Makes an image over <paramref name="pixels"/>, which is not copied and must not be changed afterwards.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels">Row by row, <c>width * height</c> values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than 1.</exception>
    /// <exception cref="ArgumentException">The number of pixels is not <c>width * height</c>.</exception>
    public GrayImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.LongLength != (long)width * height)
        {
            throw new ArgumentException($"{width}x{height} pixels are needed, {pixels.Length} were given.", nameof(pixels));
        }

        (Width, Height, _pixels) = (width, height, pixels);
    }

    private GrayImage(int width, int height)
    {
        (Width, Height) = (width, height);
        _isPooled = width * height <= MaxPooledBytes;
        _pixels = _isPooled ? ArrayPool<byte>.Shared.Rent(width * height) : GC.AllocateUninitializedArray<byte>(width * height);
    }

    /// <summary>Which side was ink in the picture that this ink image was made from; unknown where the image is as it came.</summary>
    public InkTone Tone { get; internal init; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The values, row by row.</summary>
    public ReadOnlySpan<byte> Pixels => Writable;

    /// <summary>The values, for the code that makes the image and has not handed it out yet.</summary>
    internal Span<byte> Writable => _pixels.AsSpan(0, Width * Height);

    /// <summary>Whether there is nothing but paper: every value of an ink image is 0.</summary>
    public bool IsBlank => !Pixels.ContainsAnyExcept((byte)0);

    /// <summary>Makes an image with undefined values, in a pooled array if it is small. <see cref="Return"/> ends its use.</summary>
    internal static GrayImage Rent(int width, int height, InkTone tone = InkTone.Unknown) => new(width, height) { Tone = tone };

    /// <summary>An image with the same values that stays as it is when this rented one is returned.</summary>
    internal GrayImage Detach() => _isPooled ? new GrayImage(Width, Height, Pixels.ToArray()) { Tone = Tone } : this;

    /// <summary>Gives the array of a rented image back; nobody may use the image any more.</summary>
    internal void Return()
    {
        if (_isPooled)
        {
            ArrayPool<byte>.Shared.Return(_pixels);
        }
    }
}

/// <summary>Which side of a picture is ink.</summary>
public enum InkTone
{
    /// <summary>Not known, or to be found out.</summary>
    Unknown = 0,

    /// <summary>Ink is brighter than the paper.</summary>
    Light = 1,

    /// <summary>Ink is darker than the paper.</summary>
    Dark = 2,
}
