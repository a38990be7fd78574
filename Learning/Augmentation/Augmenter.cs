using Digits.Learning.Data;

namespace Digits.Learning.Augmentation;

/// <summary>
/// Changes training images as they enter the network. What happens to an image depends on the run's seed and the key given with
/// it alone, whichever thread does it. Allocates nothing after construction.
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

    /// <summary>Makes what changes the images of a run.</summary>
    /// <param name="settings">How far to change images, without faults; null means not at all.</param>
    /// <param name="shape">The shape of every image.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="threads">Threads that may fill at the same time.</param>
    /// <returns>Null when there is nothing to change.</returns>
    public static Augmenter? Create(AugmentationSettings? settings, ImageShape shape, uint seed, int threads) =>
        settings is null || settings.IsOff ? null : new Augmenter(settings, shape, seed, threads);

    /// <summary>Writes a changed image as values from 0 to 1.</summary>
    /// <param name="pixels">The original.</param>
    /// <param name="key">Chance for this image at this time.</param>
    /// <param name="thread">The thread that calls, from 0.</param>
    /// <param name="destination">As long as the original.</param>
    public void Fill(ReadOnlySpan<byte> pixels, uint key, int thread, Span<float> destination) =>
        _warps[thread].Run(pixels, ImageChange.Of(_settings, _shape, key), _fields, destination);
}
