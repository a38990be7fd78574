using Digits.Learning.Images;

namespace Digits.Processing.Samples;

/// <summary>An image as a network would see it.</summary>
internal static class NormalizedImage
{
    /// <summary>Reads a PNG and writes the normalised image as another.</summary>
    public static byte[] Make(ReadOnlySpan<byte> png)
    {
        if (png.IsEmpty)
        {
            throw Errors.ImageRequired();
        }

        try
        {
            return PngEncoder.Encode(Normalizer.Normalize(InkReader.ReadPng(png)));
        }
        catch (ImageFormatException fault)
        {
            throw Errors.ImageInvalid(fault);
        }
    }
}
