namespace Digits.Learning.Data;

/// <summary>Images of one shape, each with the index of its class. Immutable: the arrays are owned from construction on.</summary>
public sealed class LabeledImages
{
    private readonly byte[] _pixels;
    private readonly int[] _labels;

    /// <summary>Takes over the two arrays without copying them.</summary>
    /// <param name="shape">The shape of every image.</param>
    /// <param name="pixels">All images one after another, 0 = paper, 255 = full ink.</param>
    /// <param name="labels">One class index per image, 0 or greater.</param>
    /// <exception cref="ArgumentException">The shape is not positive, the arrays do not fit together, or a label is negative.</exception>
    public LabeledImages(ImageShape shape, byte[] pixels, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        if (shape.Height < 1 || shape.Width < 1 || shape.Channels < 1)
        {
            throw new ArgumentException($"An image of {shape} has no pixels.", nameof(shape));
        }

        if (pixels.LongLength != (long)labels.Length * shape.Size)
        {
            throw new ArgumentException(
                $"{labels.Length} images of {shape} need {(long)labels.Length * shape.Size} bytes, not {pixels.LongLength}.",
                nameof(pixels));
        }

        var negative = labels.AsSpan().IndexOfAnyInRange(int.MinValue, -1);
        if (negative >= 0)
        {
            throw new ArgumentException($"Label {labels[negative]} of image {negative} is negative.", nameof(labels));
        }

        Shape = shape;
        _pixels = pixels;
        _labels = labels;
    }

    /// <summary>The shape of every image.</summary>
    public ImageShape Shape { get; }

    /// <summary>The number of images; may be 0.</summary>
    public int Count => _labels.Length;

    /// <summary>The class index of every image.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The bytes of one image.</summary>
    /// <param name="index">Counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ReadOnlySpan<byte> Image(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _pixels.AsSpan(index * Shape.Size, Shape.Size);
    }

    /// <summary>A copy of some of the images.</summary>
    /// <param name="indices">Which, in the order of the copy.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public LabeledImages Select(ReadOnlySpan<int> indices)
    {
        var pixels = new byte[checked(indices.Length * Shape.Size)];
        var labels = new int[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            Image(indices[i]).CopyTo(pixels.AsSpan(i * Shape.Size));
            labels[i] = _labels[indices[i]];
        }

        return new LabeledImages(Shape, pixels, labels);
    }
}
