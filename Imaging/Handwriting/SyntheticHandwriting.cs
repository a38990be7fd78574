using Digits.Learning.Data;

namespace Digits.Imaging.Handwriting;

/// <summary>
/// Synthetic handwriting: strokes as people write them, with random variation of hands, pens and scanners. Image <c>index</c> of
/// a seed and an alphabet depends on nothing else and has the same bytes on every processor and operating system, because only arithmetic with
/// exactly defined results is used.
/// </summary>
public static class SyntheticHandwriting
{
    /// <summary>The number of images of a starter set; a larger set did not improve accuracy.</summary>
    public const int StarterCount = 40_000;

    // The number of images that one thread draws at a time.
    private const int BlockSize = 200;

    /// <summary>The shape of every image: 28 by 28, grey.</summary>
    public static ImageShape Shape { get; } = new(Normalizer.DefaultSize, Normalizer.DefaultSize, 1);

    /// <summary>
    /// The class of image <paramref name="index"/>. With n classes, every n images from a multiple of n on have each class once.
    /// </summary>
    /// <param name="alphabet">What is written.</param>
    /// <param name="seed">The seed of the set.</param>
    /// <param name="index">Counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static int Class(Alphabet alphabet, uint seed, int index)
    {
        ArgumentNullException.ThrowIfNull(alphabet);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        Span<int> order = stackalloc int[alphabet.Labels.Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        new SeededRandom(seed, purpose: ~(uint)(index / order.Length)).Shuffle(order);
        return order[index % order.Length];
    }

    /// <summary>Draws images one after another on the calling thread.</summary>
    /// <param name="alphabet">What is written.</param>
    /// <param name="seed">The seed of the set.</param>
    /// <param name="first">The index of the first image.</param>
    /// <param name="pixels">Filled with images of 28 by 28 bytes, 0 = paper, 255 = full ink, normalised.</param>
    /// <param name="labels">Filled with the class of each image; its length is the number of images.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative or runs beyond <see cref="int.MaxValue"/>.</exception>
    /// <exception cref="ArgumentException">There are not as many pixels as the labels ask for.</exception>
    public static void Draw(Alphabet alphabet, uint seed, int first, Span<byte> pixels, Span<int> labels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, int.MaxValue - labels.Length);
        if (pixels.Length != labels.Length * Shape.Size)
        {
            throw new ArgumentException($"{labels.Length} images need {labels.Length * Shape.Size} bytes, not {pixels.Length}.", nameof(pixels));
        }

        var painter = new CharacterPainter();
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = Class(alphabet, seed, first + i);
            var dice = new Dice(seed, (uint)(first + i));
            painter.Draw(alphabet.Choose(labels[i], dice), dice, pixels.Slice(i * Shape.Size, Shape.Size));
        }
    }

    /// <summary>Draws images on every core; the result is the same as that of <see cref="Draw"/>.</summary>
    /// <param name="alphabet">What is written.</param>
    /// <param name="seed">The seed of the set.</param>
    /// <param name="first">The index of the first image.</param>
    /// <param name="pixels">Filled with images of 28 by 28 bytes.</param>
    /// <param name="labels">Filled with the class of each image; its length is the number of images.</param>
    /// <param name="cancellationToken">Ends the drawing early.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; some images are drawn.</exception>
    public static void DrawTogether(
        Alphabet alphabet, uint seed, int first, Memory<byte> pixels, Memory<int> labels, CancellationToken cancellationToken = default)
    {
        var blocks = (labels.Length + BlockSize - 1) / BlockSize;
        Parallel.For(0, blocks, new ParallelOptions { CancellationToken = cancellationToken }, block =>
        {
            var start = block * BlockSize;
            var length = Math.Min(BlockSize, labels.Length - start);
            Draw(alphabet, seed, first + start, pixels.Span.Slice(start * Shape.Size, length * Shape.Size), labels.Span.Slice(start, length));
        });
    }

    /// <summary>Draws a whole set in memory, on every core.</summary>
    /// <param name="alphabet">What is written.</param>
    /// <param name="count">How many images.</param>
    /// <param name="seed">The seed of the set; a longer set of the same seed begins with the same images.</param>
    /// <param name="cancellationToken">Ends the drawing early.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative or needs more than 2 GiB.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static LabeledImages Generate(Alphabet alphabet, int count, uint seed, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.MaxLength / Shape.Size);
        var pixels = new byte[count * Shape.Size];
        var labels = new int[count];
        DrawTogether(alphabet, seed, 0, pixels, labels, cancellationToken);
        return new LabeledImages(Shape, pixels, labels);
    }
}
