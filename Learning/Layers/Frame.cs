using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Digits.Learning.Data;

namespace Digits.Learning.Layers;

/// <summary>An image with rows and columns of zeros around it.</summary>
/// <param name="image">The image.</param>
/// <param name="above">Rows of zeros above it.</param>
/// <param name="left">Columns of zeros to the left of it.</param>
/// <param name="height">Rows in all.</param>
/// <param name="width">Columns in all.</param>
internal sealed class Frame(ImageShape image, int above, int left, int height, int width)
{
    /// <summary>The frame that contains every position of a window.</summary>
    public Frame(ImageShape image, Window window)
        : this(
            image,
            window.Before(image.Height),
            window.Before(image.Width),
            Math.Max(window.Before(image.Height) + image.Height, window.Extent(image.Height)),
            Math.Max(window.Before(image.Width) + image.Width, window.Extent(image.Width)))
    {
    }

    /// <summary>Whether there are any zeros; if not, the image is its own frame.</summary>
    public bool HasRim => height != image.Height || width != image.Width;

    /// <summary>Floats of a frame.</summary>
    public int Size => height * width * image.Channels;

    /// <summary>Floats of a row.</summary>
    public int Row => width * image.Channels;

    /// <summary>Copies an image into a frame whose rim is zero.</summary>
    public void Put(ref float pixels, ref float frame)
    {
        for (var row = 0; row < image.Height; row++)
        {
            Pixels(ref pixels, row).CopyTo(Middle(ref frame, row));
        }
    }

    /// <summary>Copies the image out of a frame.</summary>
    public void Take(ref float frame, ref float pixels)
    {
        for (var row = 0; row < image.Height; row++)
        {
            Middle(ref frame, row).CopyTo(Pixels(ref pixels, row));
        }
    }

    private Span<float> Pixels(ref float pixels, int row) =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref pixels, row * image.Width * image.Channels), image.Width * image.Channels);

    private Span<float> Middle(ref float frame, int row) => MemoryMarshal.CreateSpan(
        ref Unsafe.Add(ref frame, (((row + above) * width) + left) * image.Channels), image.Width * image.Channels);
}
