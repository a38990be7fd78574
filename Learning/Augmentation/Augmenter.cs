using Digits.Learning.Data;

namespace Digits.Learning.Augmentation;

/// <summary>
/// Augments training images as they enter the network. The result depends only on the seed of the run and on the random key of the image,
/// not on the thread. Allocates nothing after construction.
/// </summary>
internal sealed class Augmenter
{
    private readonly AugmentationSettings _settings;
    private readonly ImageShape _shape;
    private readonly ElasticFields? _fields;
    private readonly ImageWarp[] _warps;

    private Augmenter(AugmentationSettings settings, ImageShape shape, uint seed, int threads)
    {
        _settings = settings;
        _shape = shape;
        _fields = settings.Elastic > 0 ? new ElasticFields(shape, seed) : null;
        _warps = [.. Enumerable.Range(0, threads).Select(_ => new ImageWarp(shape))];
    }

    /// <summary>Creates the augmenter of a run.</summary>
    /// <param name="settings">The greatest strength of each change, which were checked; null means no changes.</param>
    /// <param name="shape">The shape of every image.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="threads">Threads that may fill at the same time.</param>
    /// <returns>Null when there is nothing to change.</returns>
    public static Augmenter? Create(AugmentationSettings? settings, ImageShape shape, uint seed, int threads) =>
        settings is null || settings.IsOff ? null : new Augmenter(settings, shape, seed, threads);

    /// <summary>Writes an augmented image as values from 0 to 1.</summary>
    /// <param name="pixels">The original.</param>
    /// <param name="key">The random key for this image in this step.</param>
    /// <param name="thread">The number of the calling thread, from 0.</param>
    /// <param name="destination">As long as the original.</param>
    public void Fill(ReadOnlySpan<byte> pixels, uint key, int thread, Span<float> destination) =>
        _warps[thread].Run(pixels, ImageChange.Of(_settings, _shape, key), _fields, destination);
}
