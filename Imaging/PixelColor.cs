using System.Runtime.InteropServices;

namespace Digits.Imaging;

/// <summary>A pixel of a picture with red, green, blue and alpha (not premultiplied), laid out as the picture's bytes are.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct PixelColor(byte Red, byte Green, byte Blue, byte Alpha)
{
    /// <summary>The least alpha of a pixel that counts as opaque.</summary>
    public const byte Opaque = 128;

    public static readonly PixelColor Black = new(0, 0, 0, byte.MaxValue);

    public static readonly PixelColor White = new(255, 255, 255, byte.MaxValue);

    public bool IsOpaque => Alpha >= Opaque;

    /// <summary>The colour of this pixel blended over an opaque <paramref name="backdrop"/>.</summary>
    public PixelColor Over(PixelColor backdrop) => Alpha switch
    {
        255 => this,
        0 => backdrop,
        _ => new(Mix(Red, backdrop.Red), Mix(Green, backdrop.Green), Mix(Blue, backdrop.Blue), byte.MaxValue),
    };

    /// <summary>The difference to another colour in the channel where they differ most.</summary>
    public byte DistanceTo(PixelColor other) => (byte)Math.Max(
        Math.Abs(Red - other.Red), Math.Max(Math.Abs(Green - other.Green), Math.Abs(Blue - other.Blue)));

    // (v * a + b * (255 - a)) / 255, rounded.
    private byte Mix(byte value, byte backdrop) => (byte)(((value * Alpha) + (backdrop * (255 - Alpha)) + 127) / 255);
}
