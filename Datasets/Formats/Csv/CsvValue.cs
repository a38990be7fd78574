using System.Buffers.Text;

namespace Digits.Datasets.Formats.Csv;

/// <summary>Reads the numbers of a table.</summary>
internal static class CsvValue
{
    /// <summary>The most characters of a number that is written in another way than plain.</summary>
    public const int MaxLength = 64;

    /// <summary>Reads a number, with a point before its fraction if it has one. "NaN" and infinities are none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> field, out double value)
    {
        // Nearly every value is a whole number of at most three digits.
        if (field.Length is 1 or 2 or 3)
        {
            var number = 0;
            foreach (var digit in field)
            {
                if (digit is < (byte)'0' or > (byte)'9')
                {
                    return TryReadAny(field, out value);
                }

                number = (10 * number) + digit - '0';
            }

            value = number;
            return true;
        }

        return TryReadAny(field, out value);
    }

    /// <summary>Reads a whole number from 0 to 255 of digits only, which nearly every pixel is.</summary>
    public static bool TryReadByte(ReadOnlySpan<byte> field, out byte value)
    {
        var number = 0;
        foreach (var digit in field)
        {
            number = digit is >= (byte)'0' and <= (byte)'9' ? (10 * number) + digit - '0' : int.MaxValue / 100;
            if (number > byte.MaxValue)
            {
                value = 0;
                return false;
            }
        }

        value = (byte)number;
        return !field.IsEmpty;
    }

    /// <summary>Reads a number that is written in the given way.</summary>
    public static bool TryRead(ReadOnlySpan<byte> field, NumberFormat format, out double value)
    {
        if (format == NumberFormat.Plain || !field.ContainsAny(",."u8))
        {
            return TryRead(field, out value);
        }

        Span<byte> plain = stackalloc byte[MaxLength];
        value = 0;
        return Simplify(field, format, plain) is var length and > 0 && TryReadAny(plain[..length], out value);
    }

    /// <summary>
    /// A label that is a whole number in its plain form: tables that were computed with often hold the label 7 as "7.0" or "7.000000e+00".
    /// </summary>
    public static string WholeNumber(string text, NumberFormat format)
    {
        if (text.Length is 0 or > MaxLength || !text.AsSpan().ContainsAny(",.+-") || !char.IsAsciiDigit(text[^1]) || !Ascii.IsValid(text))
        {
            return text;
        }

        return TryRead(Encoding.ASCII.GetBytes(text), format, out var number) && double.IsInteger(number) && Math.Abs(number) < 1e15
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : text;
    }

    private static int Simplify(ReadOnlySpan<byte> field, NumberFormat format, Span<byte> plain)
    {
        var (group, point) = format switch
        {
            NumberFormat.DecimalComma => ((byte)'.', (byte)','),
            NumberFormat.GroupedByComma => ((byte)',', (byte)'.'),
            _ => ((byte)'.', (byte)'\0'),
        };
        if (field.Length > plain.Length)
        {
            return 0;
        }

        // Points where no comma follows are decimal points that a program wrote, such as "1.5e-3".
        var grouped = format != NumberFormat.DecimalComma || field.Contains((byte)',');
        var length = 0;
        foreach (var character in field)
        {
            if (character != group || !grouped)
            {
                plain[length++] = character == point ? (byte)'.' : character;
            }
        }

        return length;
    }

    private static bool TryReadAny(ReadOnlySpan<byte> field, out double value) =>
        Utf8Parser.TryParse(field, out value, out var used) && used == field.Length && double.IsFinite(value);
}
