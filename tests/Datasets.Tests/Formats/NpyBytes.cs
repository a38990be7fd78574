using Digits.Tests.Datasets;
using System.Globalization;
using System.Text;

namespace Digits.Datasets.Tests.Formats;

/// <summary>NumPy files made in memory.</summary>
internal static class NpyBytes
{
    public static byte[] Of(string descr, string shape, byte[] data, bool fortran = false, int version = 1) =>
        [.. Header($"{{'descr': '{descr}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': ({shape}), }}", version), .. data];

    /// <summary>The header with any text.</summary>
    public static byte[] Header(string text, int version = 1)
    {
        var padded = Encoding.UTF8.GetBytes(text.PadRight(118) + "\n");
        byte[] length = version == 1
            ? [(byte)padded.Length, (byte)(padded.Length >> 8)]
            : [(byte)padded.Length, (byte)(padded.Length >> 8), 0, 0];
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. padded];
    }

    /// <summary>Pictures as bytes, [count, side, side].</summary>
    public static byte[] Pictures(int count, int side = 4) =>
        Of("|u1", string.Create(CultureInfo.InvariantCulture, $"{count}, {side}, {side}"), TestPixels.Of(count, side * side));

    /// <summary>Labels 0, 1, 2 ... as 64-bit integers.</summary>
    public static byte[] Labels(int count) => Of(
        "<i8",
        string.Create(CultureInfo.InvariantCulture, $"{count},"),
        [.. Enumerable.Range(0, count).SelectMany(label => BitConverter.GetBytes((long)label))]);
}
