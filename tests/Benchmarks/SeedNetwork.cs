using Digits.Learning.Augmentation;
using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Training;

namespace Digits.Benchmarks;

/// <summary>The network that all engines are compared by, and random images for it: how an image looks does not change the time.</summary>
internal static class SeedNetwork
{
    public const int ClassCount = 10;

    public const int BatchSize = 64;

    public static ImageShape Input { get; } = new(28, 28, 1);

    public static IReadOnlyList<LayerSpec> Layers { get; } =
        Presets.TryFind("seed", out var preset) ? preset.Settings.Layers : throw new InvalidOperationException("The preset 'seed' is gone.");

    /// <summary>Every kind of augmentation, as strong as digits bear.</summary>
    public static AugmentationSettings Augmentation { get; } = new()
    {
        Shift = 2,
        Rotation = 10,
        Scale = 0.1,
        Shear = 0.1,
        Elastic = 1.5,
        Stroke = 0.3,
        Erase = 0.1,
    };

    public static Network Create() => Network.Create(new Architecture(Layers), Input, ClassCount, seed: 1);

    public static LabeledImages RandomImages(int count)
    {
        var random = new SeededRandom(seed: 1, purpose: 0);
        var pixels = new byte[count * Input.Size];
        foreach (ref var pixel in pixels.AsSpan())
        {
            pixel = (byte)random.Next(256);
        }

        return new LabeledImages(Input, pixels, [.. Enumerable.Range(0, count).Select(_ => random.Next(ClassCount))]);
    }
}
