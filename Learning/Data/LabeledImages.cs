namespace Digits.Learning.Data;

/// <summary>Images of one shape, each with the index of its class. Immutable: the arrays must not be changed after construction.</summary>
public sealed class LabeledImages
{
    private readonly byte[] _pixels;
    private readonly int[] _labels;

    /// <summary>Takes ownership of the two arrays without copying them.</summary>
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

    /// <exception cref="ArgumentException">The images have another shape, or a label is not a class; the message says which.</exception>
    internal void CheckFit(ImageShape shape, int classCount, string name)
    {
        if (Shape != shape && Count > 0)
        {
            throw new ArgumentException($"The images are {Shape}, but {shape} is needed.", name);
        }

        var stranger = _labels.AsSpan().IndexOfAnyInRange(classCount, int.MaxValue);
        if (stranger >= 0)
        {
            throw new ArgumentException($"An image has label {_labels[stranger]}, but there are {classCount} classes.", name);
        }
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

/// <summary>The size of an image: rows, columns and values per pixel. Pixels are stored row by row, channels innermost.</summary>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Channels">Values per pixel, at least 1.</param>
public readonly record struct ImageShape(int Height, int Width, int Channels)
{
    /// <summary>The number of values in one image.</summary>
    /// <exception cref="OverflowException">The product does not fit an <see cref="int"/>.</exception>
    public int Size => checked(Height * Width * Channels);

    /// <summary>The shape as people write it, for example <c>28x28x1</c>.</summary>
    public override string ToString() => $"{Height}x{Width}x{Channels}";
}
