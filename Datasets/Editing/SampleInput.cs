using Digits.Datasets.Formats;
using Digits.Imaging;
using Digits.Learning.Data;

namespace Digits.Datasets.Editing;

/// <summary>Checks labels and picture files that come one by one, outside of an import.</summary>
internal static class SampleInput
{
    /// <summary>A label in its one form.</summary>
    /// <exception cref="RefusalException">It breaks the rule for labels.</exception>
    public static string Label(string text, string field = "label") =>
        LabelText.TryNormalize(text, out var label, out var fault) ? label : throw Errors.LabelInvalid(text, fault, field);

    /// <summary>The pixels of a picture file, normalised as predictions are.</summary>
    /// <exception cref="RefusalException">There is no file, it cannot be read, or there is no ink in it.</exception>
    public static byte[] Image(ReadOnlySpan<byte> file, ImageShape shape)
    {
        var image = Normalize(file, shape.Width, shape.Height);
        return image.IsBlank ? throw Errors.ImageBlank() : image.Pixels.ToArray();
    }

    /// <summary>Reads a picture file and normalises it to the given size.</summary>
    /// <exception cref="RefusalException">There is no file, or it cannot be read.</exception>
    public static GrayImage Normalize(ReadOnlySpan<byte> file, int width, int height)
    {
        if (file.IsEmpty)
        {
            throw Errors.ImageRequired();
        }

        try
        {
            return InkReader.ReadNormalized(file, width, height);
        }
        catch (ImageFormatException fault)
        {
            throw Errors.ImageInvalid(fault);
        }
    }
}
