using System.Globalization;
using System.Text;

namespace Digits.Datasets.Tests.Formats;

/// <summary>Tables made in memory: digits of 6x6 pixels with the labels 0 to 9, and their pixels as a table must give them.</summary>
internal static class Tables
{
    public const int Side = 6;
    public const int Pixels = Side * Side;

    /// <summary>The labels of a number of rows: 0, 1, ... 9, 0 and so on.</summary>
    public static string[] Labels(int rows) => [.. Enumerable.Range(0, rows).Select(row => Number(row % 10))];

    /// <summary>The pixels of a row, from 0 to 255: paper around a stroke that differs from row to row.</summary>
    public static byte[] Picture(int row) => [.. Enumerable.Range(0, Pixels).Select(at =>
        at / Side is 0 or 5 || at % Side != 1 + (row % 4) ? (byte)0 : (byte)(255 - (row * 7 % 50)))];

    /// <summary>The fields of a number of rows, the label first.</summary>
    public static List<List<string>> Rows(int rows, Func<byte, string>? write = null) =>
        [.. Enumerable.Range(0, rows).Select(row => (List<string>)
            [Number(row % 10), .. Picture(row).Select(write ?? (pixel => Number(pixel)))])];

    /// <summary>"label", "pixel0", "pixel1" ...</summary>
    public static List<string> Header() => ["label", .. Enumerable.Range(0, Pixels).Select(pixel => $"pixel{pixel}")];

    public static byte[] Bytes(IEnumerable<IEnumerable<string>> rows, char separator = ',', string end = "\n", Encoding? encoding = null) =>
        (encoding ?? Encoding.UTF8).GetBytes(string.Concat(rows.Select(row => string.Join(separator, row) + end)));

    public static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
