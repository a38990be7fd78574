using Digits.Imaging;

namespace Digits.Datasets.Formats;

/// <summary>Turns pictures that are stored column by column.</summary>
internal static class Transposing
{
    /// <summary>The picture whose rows are this one's columns.</summary>
    public static GrayImage Of(GrayImage image)
    {
        var pixels = image.Pixels;
        var turned = new byte[pixels.Length];
        for (var row = 0; row < image.Height; row++)
        {
            for (var column = 0; column < image.Width; column++)
            {
                turned[(column * image.Height) + row] = pixels[(row * image.Width) + column];
            }
        }

        return new GrayImage(image.Height, image.Width, turned);
    }
}
