using Digits.Learning.Data;

namespace Digits.Imaging.Handwriting;

/// <summary>
/// Synthetic handwritten digits: strokes as people write them, with random variation of hands, pens and scanners. Image <c>index</c> of a
/// seed depends only on these two numbers and has the same bytes on every processor and operating system, because only arithmetic with
/// exactly defined results is used.
/// </summary>
public static class SyntheticDigits
{
    /// <summary>The number of images of a starter set; a larger set did not improve accuracy.</summary>
    public const int StarterCount = 40_000;

    // The number of images that one thread draws at a time.
    private const int BlockSize = 200;

    /// <summary>The ten labels; the index of a label is its class.</summary>
    public static IReadOnlyList<string> Labels { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>The shape of every image: 28 by 28, grey.</summary>
    public static ImageShape Shape { get; } = new(Normalizer.DefaultSize, Normalizer.DefaultSize, 1);

    /// <summary>The digit of image <paramref name="index"/>, 0 to 9. Every ten images from a multiple of ten on have each digit once.</summary>
    /// <param name="seed">The seed of the set.</param>
    /// <param name="index">Counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static int Digit(uint seed, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        Span<int> order = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        new SeededRandom(seed, purpose: ~(uint)(index / order.Length)).Shuffle(order);
        return order[index % order.Length];
    }

    /// <summary>Draws images one after another on the calling thread.</summary>
    /// <param name="seed">The seed of the set.</param>
    /// <param name="first">The index of the first image.</param>
    /// <param name="pixels">Filled with images of 28 by 28 bytes, 0 = paper, 255 = full ink, normalised.</param>
    /// <param name="labels">Filled with the digit of each image; its length is the number of images.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative or runs beyond <see cref="int.MaxValue"/>.</exception>
    /// <exception cref="ArgumentException">There are not as many pixels as the labels ask for.</exception>
    public static void Draw(uint seed, int first, Span<byte> pixels, Span<int> labels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, int.MaxValue - labels.Length);
        if (pixels.Length != labels.Length * Shape.Size)
        {
            throw new ArgumentException($"{labels.Length} images need {labels.Length * Shape.Size} bytes, not {pixels.Length}.", nameof(pixels));
        }

        var painter = new DigitPainter();
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = Digit(seed, first + i);
            painter.Draw(labels[i], new Dice(seed, (uint)(first + i)), pixels.Slice(i * Shape.Size, Shape.Size));
        }
    }

    /// <summary>Draws images on every core; the result is the same as that of <see cref="Draw"/>.</summary>
    /// <param name="seed">The seed of the set.</param>
    /// <param name="first">The index of the first image.</param>
    /// <param name="pixels">Filled with images of 28 by 28 bytes.</param>
    /// <param name="labels">Filled with the digit of each image; its length is the number of images.</param>
    /// <param name="cancellationToken">Ends the drawing early.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; some images are drawn.</exception>
    public static void DrawTogether(uint seed, int first, Memory<byte> pixels, Memory<int> labels, CancellationToken cancellationToken = default)
    {
        var blocks = (labels.Length + BlockSize - 1) / BlockSize;
        Parallel.For(0, blocks, new ParallelOptions { CancellationToken = cancellationToken }, block =>
        {
            var start = block * BlockSize;
            var length = Math.Min(BlockSize, labels.Length - start);
            Draw(seed, first + start, pixels.Span.Slice(start * Shape.Size, length * Shape.Size), labels.Span.Slice(start, length));
        });
    }

    /// <summary>Draws a whole set in memory, on every core.</summary>
    /// <param name="count">How many images.</param>
    /// <param name="seed">The seed of the set; a longer set of the same seed begins with the same images.</param>
    /// <param name="cancellationToken">Ends the drawing early.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative or needs more than 2 GiB.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static LabeledImages Generate(int count, uint seed, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.MaxLength / Shape.Size);
        var pixels = new byte[count * Shape.Size];
        var labels = new int[count];
        DrawTogether(seed, 0, pixels, labels, cancellationToken);
        return new LabeledImages(Shape, pixels, labels);
    }
}
