using System.Buffers.Text;

namespace Digits.Processing.Formats.Csv;

/// <summary>Reads the numbers of a table.</summary>
internal static class CsvValue
{
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

    private static bool TryReadAny(ReadOnlySpan<byte> field, out double value) =>
        Utf8Parser.TryParse(field, out value, out var used) && used == field.Length && double.IsFinite(value);
}
