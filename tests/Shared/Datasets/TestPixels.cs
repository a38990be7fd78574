using System.Globalization;
using System.Text;
using Digits.Imaging;

namespace Digits.Tests.Datasets;

/// <summary>Pictures made up for a test.</summary>
internal static class TestPixels
{
    /// <summary>Values from 0 to 250, of which every picture has some beyond 1.</summary>
    public static byte[] Of(int count, int size) => [.. Enumerable.Range(0, count * size).Select(at => (byte)(at * 37 % 251))];

    /// <summary>A picture of one block of ink on paper, of its own size and place for each seed.</summary>
    public static byte[] Ink(int seed, int side = 28)
    {
        var pixels = new byte[side * side];
        for (var y = side / 4; y < (side / 2) + (seed % (side / 3)); y++)
        {
            pixels.AsSpan((y * side) + (side / 3), 3 + (seed % 5)).Fill((byte)(200 + (seed % 56)));
        }

        return pixels;
    }

    public static byte[] Png(int seed, int side = 28) => PngEncoder.Encode(Ink(seed, side), side, side);

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A table of 2x2 pictures from rows, each a line.</summary>
    public static byte[] Csv(params string[] rows) => Text(string.Join('\n', rows) + "\n");

    /// <summary>A row of a table: a label and 36 pixels, the first of them as given, for pictures of 6x6.</summary>
    public static string Row(string label, params int[] pixels) =>
        string.Join(',', [label, .. pixels.Select(Number), .. Enumerable.Range(pixels.Length, 36 - pixels.Length).Select(at => Number(at * 7))]);

    /// <summary>The header of such a table.</summary>
    public static string RowHeader(string label = "label") => string.Join(',', [label, .. Enumerable.Range(1, 36).Select(at => $"p{at}")]);

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
