using Digits.Imaging;
using Digits.Processing.V1;
using Google.Protobuf;

namespace Digits.Processing.Tests.Versions;

/// <summary>Pictures that differ by their number, as a page would send them.</summary>
internal static class Drawings
{
    /// <summary>A stroke of ink with a pattern in it that only this number has.</summary>
    public static byte[] Png(int number)
    {
        var random = new Random(number);
        var pixels = new byte[28 * 28];
        for (var y = 4; y < 24; y++)
        {
            for (var x = 8; x < 20; x++)
            {
                pixels[(y * 28) + x] = (byte)(200 + random.Next(56));
            }
        }

        return PngEncoder.Encode(new GrayImage(28, 28, pixels));
    }

    public static NewSample Sample(int number, string label, Part part = Part.Unspecified) =>
        new() { Label = label, Png = ByteString.CopyFrom(Png(number)), Part = part };
}
