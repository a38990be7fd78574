using Digits.Learning.Data;
using Digits.Learning.Networks;

namespace Digits.Benchmarks;

/// <summary>
/// Multiplications and additions that a network takes when computed directly, whatever shortcuts an engine knows: the common
/// measure of all engines. Convolutions and dense layers only, which make up nearly all.
/// </summary>
internal static class Work
{
    /// <summary>Floating-point operations of one image forward.</summary>
    public static double Forward(IReadOnlyList<LayerSpec> layers, ImageShape input, int classCount) =>
        PerLayer(layers, input, classCount).Sum();

    /// <summary>
    /// Of one image in a training step: forward, the gradient of the weights, and that of the input except in the first layer that learns.
    /// </summary>
    public static double Training(IReadOnlyList<LayerSpec> layers, ImageShape input, int classCount)
    {
        var work = PerLayer(layers, input, classCount);
        return (3 * work.Sum()) - work[0];
    }

    /// <summary>Of one image forward, for every layer that learns.</summary>
    public static List<double> PerLayer(IReadOnlyList<LayerSpec> layers, ImageShape shape, int classCount)
    {
        var work = new List<double>();
        foreach (var layer in layers)
        {
            switch (layer.Type)
            {
                case LayerTypes.Conv2d:
                    var (kernel, filters) = (layer.KernelSize!.Value, layer.Filters!.Value);
                    var rim = layer.Padding == "same" ? 0 : kernel - 1;
                    var inputs = kernel * kernel * shape.Channels;
                    shape = new ImageShape(shape.Height - rim, shape.Width - rim, filters);
                    work.Add(2.0 * inputs * shape.Size);
                    break;
                case LayerTypes.MaxPool2d:
                    shape = new ImageShape(shape.Height / layer.PoolSize!.Value, shape.Width / layer.PoolSize.Value, shape.Channels);
                    break;
                case LayerTypes.Dense:
                    var units = layer.Units ?? classCount;
                    work.Add(2.0 * shape.Size * units);
                    shape = new ImageShape(1, 1, units);
                    break;
                case LayerTypes.Relu or LayerTypes.Dropout or LayerTypes.Flatten:
                    break;
                default:
                    throw new NotSupportedException($"The work of {layer.Type} is not counted.");
            }
        }

        return work;
    }
}
