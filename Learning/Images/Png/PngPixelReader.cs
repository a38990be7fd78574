using System.Runtime.InteropServices;

namespace Digits.Learning.Images.Png;

/// <summary>Turns the rows of any PNG pixel format into 8-bit RGBA. Of 16-bit samples the upper half is kept.</summary>
internal sealed class PngPixelReader
{
    private readonly PngHeader _header;
    private readonly int _bytesPerSample;
    private readonly byte[] _transparentPixel;
    private readonly Rgba[] _colors;

    public PngPixelReader(PngFile file)
    {
        _header = file.Header;
        _bytesPerSample = Math.Max(1, _header.BitDepth / 8);
        _colors = _header switch
        {
            { ColorType: PngColorType.Palette } => PaletteColors(file),
            { ColorType: PngColorType.Gray, BitDepth: <= 8 } => GrayColors(file),
            _ => [],
        };
        _transparentPixel = _colors.Length == 0 ? TransparentPixel(file) : [];
    }

    // Laid out as the bytes of a pixel.
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Rgba(byte Red, byte Green, byte Blue, byte Alpha);

    /// <param name="row">The bytes of one row, unfiltered.</param>
    /// <param name="rgba">Four bytes a pixel.</param>
    /// <exception cref="ImageFormatException">A pixel names a colour that the palette does not have.</exception>
    public void Read(ReadOnlySpan<byte> row, Span<byte> rgba)
    {
        if (_colors.Length > 0)
        {
            ReadIndexed(row, rgba);
        }
        else if (_header is { ColorType: PngColorType.Rgba, BitDepth: 8 })
        {
            row.CopyTo(rgba);
        }
        else
        {
            ReadSamples(row, rgba);
        }
    }

    private void ReadIndexed(ReadOnlySpan<byte> row, Span<byte> rgba)
    {
        var pixels = MemoryMarshal.Cast<byte, Rgba>(rgba);
        var depth = _header.BitDepth;
        var mask = (1 << depth) - 1;
        for (var x = 0; x < _header.Width; x++)
        {
            var bit = x * depth;
            var index = (row[bit >> 3] >> (8 - depth - (bit & 7))) & mask;
            if (index >= _colors.Length)
            {
                throw new ImageFormatException(
                    ImageFault.Invalid, $"The PNG is damaged: a pixel has colour {index} and the palette {_colors.Length} colours.");
            }

            pixels[x] = _colors[index];
        }
    }

    private void ReadSamples(ReadOnlySpan<byte> row, Span<byte> rgba)
    {
        var colored = _header.ColorType is PngColorType.Rgb or PngColorType.Rgba;
        var hasAlpha = _header.ColorType is PngColorType.GrayAlpha or PngColorType.Rgba;
        var pixelBytes = _header.Channels * _bytesPerSample;
        for (var x = 0; x < _header.Width; x++)
        {
            var stored = row.Slice(x * pixelBytes, pixelBytes);
            var pixel = rgba.Slice(4 * x, 4);
            pixel[0] = stored[0];
            pixel[1] = colored ? stored[_bytesPerSample] : stored[0];
            pixel[2] = colored ? stored[2 * _bytesPerSample] : stored[0];
            pixel[3] = hasAlpha ? stored[pixelBytes - _bytesPerSample]
                : _transparentPixel.Length > 0 && stored.SequenceEqual(_transparentPixel) ? (byte)0
                : (byte)255;
        }
    }

    private static Rgba[] PaletteColors(PngFile file)
    {
        var colors = new Rgba[file.Palette.Length / 3];
        for (var i = 0; i < colors.Length; i++)
        {
            var rgb = file.Palette.Slice(3 * i, 3);
            colors[i] = new Rgba(rgb[0], rgb[1], rgb[2], i < file.Transparency.Length ? file.Transparency[i] : (byte)255);
        }

        return colors;
    }

    private static Rgba[] GrayColors(PngFile file)
    {
        var levels = 1 << file.Header.BitDepth;
        var transparent = file.Transparency.IsEmpty ? -1 : (file.Transparency[0] << 8) | file.Transparency[1];
        return
        [
            .. Enumerable.Range(0, levels).Select(level =>
            {
                var gray = (byte)(level * 255 / (levels - 1));
                return new Rgba(gray, gray, gray, level == transparent ? (byte)0 : (byte)255);
            }),
        ];
    }

    // tRNS stores 16 bits a sample even where the pixels have 8; a colour beyond 8 bits then matches no pixel.
    private byte[] TransparentPixel(PngFile file)
    {
        var samples = file.Transparency;
        if (_bytesPerSample == 2 || samples.IsEmpty)
        {
            return samples.ToArray();
        }

        var pixel = new byte[samples.Length / 2];
        for (var i = 0; i < pixel.Length; i++)
        {
            if (samples[2 * i] != 0)
            {
                return [];
            }

            pixel[i] = samples[(2 * i) + 1];
        }

        return pixel;
    }
}
