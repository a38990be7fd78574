using System.Globalization;

namespace Digits.Imaging;

/// <summary>
/// Reads Netpbm files: PBM ("P1" as text, "P4" binary, one bit a pixel, 1 is black), PGM ("P2", "P5") and PPM ("P3", "P6", red, green
/// and blue). Values of PGM and PPM are scaled from 0 .. their maximum to 0 .. 255. Of several pictures in one file the first is read.
/// </summary>
internal static class PnmDecoder
{
    private const int MaxValue = 65535;
    private const byte Comment = (byte)'#';

    /// <summary>The size that the header claims, not checked yet.</summary>
    /// <exception cref="ImageFormatException">The header is cut short or damaged.</exception>
    public static (long Width, long Height) ReadSize(ReadOnlySpan<byte> file)
    {
        var reader = new Reader(file);
        return (reader.ReadNumber("width"), reader.ReadNumber("height"));
    }

    /// <param name="file">The file, which starts with "P1" to "P6".</param>
    /// <param name="maxSide">The longest side that is read, 1 to <see cref="PictureHeader.MaxSide"/>.</param>
    /// <returns>The picture, which the caller disposes.</returns>
    /// <exception cref="ImageFormatException">The file cannot be read; nothing else is thrown.</exception>
    public static Picture Decode(ReadOnlySpan<byte> file, int maxSide)
    {
        var reader = new Reader(file);
        var (width, height) = (reader.ReadNumber("width"), reader.ReadNumber("height"));
        PictureHeader.CheckSides(width, height, reader.Name, maxSide);
        var max = reader.IsBitmap ? 1 : reader.ReadNumber("maximum");
        if (max is 0 or > MaxValue)
        {
            throw new ImageFormatException(
                ImageFault.Invalid, $"The {reader.Name} has the maximum {max}, which is not from 1 to {MaxValue}.");
        }

        reader.CheckLength(width, height, max);
        var picture = new Picture(width, height, reader.IsColor ? Picture.Rgba : Picture.Gray);
        try
        {
            ReadPixels(ref reader, picture, max);
            return picture;
        }
        catch
        {
            picture.Dispose();
            throw;
        }
    }

    private static void ReadPixels(ref Reader reader, Picture picture, int max)
    {
        reader.SkipHeaderEnd();
        for (var y = 0; y < picture.Height; y++)
        {
            var row = picture.Row(y);
            for (var x = 0; x < picture.Width; x++)
            {
                if (reader.IsBitmap)
                {
                    row[x] = reader.ReadBit(x) == 1 ? byte.MinValue : byte.MaxValue;
                }
                else if (!reader.IsColor)
                {
                    row[x] = reader.ReadValue(max);
                }
                else
                {
                    (row[4 * x], row[(4 * x) + 1], row[(4 * x) + 2]) = (reader.ReadValue(max), reader.ReadValue(max), reader.ReadValue(max));
                    row[(4 * x) + 3] = byte.MaxValue;
                }
            }
        }
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (>= 9 and <= 13);

    /// <summary>Walks over a file.</summary>
    private ref struct Reader(ReadOnlySpan<byte> file)
    {
        private readonly ReadOnlySpan<byte> _file = file;
        private readonly bool _isText = file[1] <= '3';
        private int _at = 2;

        /// <summary>The name of the format in messages.</summary>
        public string Name { get; } = ((file[1] - '1') % 3) switch { 0 => "PBM", 1 => "PGM", _ => "PPM" };

        public readonly bool IsBitmap => _file[1] is (byte)'1' or (byte)'4';

        public readonly bool IsColor => _file[1] is (byte)'3' or (byte)'6';

        /// <summary>Checks that as many bytes follow as the pixels need at least, before a buffer is made for them.</summary>
        public readonly void CheckLength(int width, int height, int max)
        {
            var values = (long)width * height * (IsColor ? 3 : 1);
            var needed = this switch
            {
                // A value of a text file is a space and a digit at least; the digits of a bitmap may stand without spaces.
                { _isText: true } => IsBitmap ? values : 2 * values,
                { IsBitmap: true } => ((width + 7) / 8 * (long)height) + 1,
                _ => (max > byte.MaxValue ? 2 * values : values) + 1,
            };
            if (_file.Length - _at < needed)
            {
                throw new ImageFormatException(
                    ImageFault.Truncated, $"The {Name} is cut short: it claims {width}x{height} pixels and holds fewer.");
            }
        }

        /// <summary>Exactly one space ends the header of a binary file; every byte after it belongs to a pixel.</summary>
        public void SkipHeaderEnd() => _at += _isText ? 0 : 1;

        /// <summary>The next pixel of a bitmap, which is at column <paramref name="x"/>: 1 for black, 0 for white.</summary>
        public int ReadBit(int x)
        {
            if (_isText)
            {
                SkipSpace();
                var digit = _at < _file.Length ? _file[_at++] : throw CutShort("value");
                return digit is (byte)'0' or (byte)'1' ? digit - '0' : throw Damaged(digit, "value");
            }

            // Each row begins with a new byte, whose highest bit is the first pixel.
            var next = x % 8 == 0 ? ReadByte() : _file[_at - 1];
            return (next >> (7 - (x % 8))) & 1;
        }

        /// <summary>The next value, scaled to 0 .. 255.</summary>
        public byte ReadValue(int max)
        {
            var value = _isText ? ReadNumber("value") : max > byte.MaxValue ? (ReadByte() << 8) | ReadByte() : ReadByte();
            return value > max
                ? throw new ImageFormatException(
                    ImageFault.Invalid, $"The {Name} is damaged: it has the value {value} beyond its maximum {max}.")
                : (byte)(max == byte.MaxValue ? value : ((value * byte.MaxValue) + (max / 2)) / max);
        }

        /// <summary>The next decimal number. A number too large for any use here is returned as another one that is too large.</summary>
        public int ReadNumber(string what)
        {
            SkipSpace();
            var start = _at;
            var number = 0;
            for (; _at < _file.Length && char.IsAsciiDigit((char)_file[_at]); _at++)
            {
                number = Math.Min(int.MaxValue / 100, (10 * number) + _file[_at] - '0');
            }

            return _at > start ? number : throw (_at == _file.Length ? CutShort(what) : Damaged(_file[_at], what));
        }

        private int ReadByte() => _at < _file.Length ? _file[_at++] : throw CutShort("value");

        private void SkipSpace()
        {
            while (_at < _file.Length && (IsSpace(_file[_at]) || _file[_at] == Comment))
            {
                var line = _file[_at] == Comment ? _file[_at..].IndexOfAny((byte)'\n', (byte)'\r') : 0;
                _at = line < 0 ? _file.Length : _at + Math.Max(1, line);
            }
        }

        private readonly ImageFormatException CutShort(string what) =>
            new(ImageFault.Truncated, $"The {Name} is cut short: its {what} is missing.");

        private readonly ImageFormatException Damaged(byte found, string what) => new(
            ImageFault.Invalid,
            string.Create(CultureInfo.InvariantCulture, $"The {Name} is damaged: the byte {found} stands where its {what} belongs."));
    }
}
