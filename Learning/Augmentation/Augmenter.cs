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

    /// <param name="settings">How far to change images; without faults.</param>
    /// <param name="shape">The shape of every image.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="threads">Threads that may fill at the same time.</param>
    public Augmenter(AugmentationSettings settings, ImageShape shape, uint seed, int threads)
    {
        _settings = settings;
        _shape = shape;
        _fields = settings.Elastic > 0 ? new ElasticFields(shape, seed) : null;
        _warps = [.. Enumerable.Range(0, threads).Select(_ => new ImageWarp(shape))];
    }

    /// <summary>Writes a changed image as values from 0 to 1.</summary>
    /// <param name="pixels">The original.</param>
    /// <param name="key">Chance for this image at this time.</param>
    /// <param name="thread">The thread that calls, from 0.</param>
    /// <param name="destination">As long as the original.</param>
    public void Fill(ReadOnlySpan<byte> pixels, uint key, int thread, Span<float> destination) =>
        _warps[thread].Run(pixels, ImageChange.Of(_settings, _shape, key), _fields, destination);
}
