using Digits.Learning.Data;
using Digits.Learning.Kernels;
using Digits.Learning.Networks;
using Digits.Learning.Tests.Kernels;

namespace Digits.Learning.Tests.Layers;

/// <summary>
/// A network in float64 and plain loops, layer by layer as the architecture lists them. It shares nothing with the engine but the
/// order of the weights and what dropout drops, and so says what the engine's loss and gradients should be.
/// </summary>
internal sealed class ReferenceNetwork
{
    private readonly IReadOnlyList<LayerSpec> _layers;
    private readonly ImageShape _input;
    private readonly int _classCount;

    public ReferenceNetwork(Network network)
    {
        _layers = network.Architecture.Layers;
        _input = network.InputShape;
        _classCount = network.ClassCount;
        Parameters = [.. Enumerable.Range(0, network.Weights.Parameters.Count).Select(p => Values(network.Weights, p))];
    }

    /// <summary>The values of each layer in turn, row after row.</summary>
    public double[][] Parameters { get; }

    /// <summary>A parameter's values, row after row.</summary>
    public static double[] Values(WeightSet weights, int parameter) =>
        [.. Enumerable.Range(0, weights.Parameters[parameter].Rows)
            .SelectMany(row => weights.Row(parameter, row).ToArray().Select(value => (double)value))];

    /// <summary>The mean loss of a batch.</summary>
    /// <param name="images">The batch.</param>
    /// <param name="key">What dropout drops; null leaves dropout out and normalises by the running statistics.</param>
    public double Loss(LabeledImages images, uint? key)
    {
        var scores = Scores(images, key);
        var total = 0.0;
        for (var image = 0; image < images.Count; image++)
        {
            var largest = scores[image].Max();
            total += Math.Log(scores[image].Sum(score => Math.Exp(score - largest))) + largest - scores[image][images.Labels[image]];
        }

        return total / images.Count;
    }

    /// <summary>The class scores of every image of a batch.</summary>
    public double[][] Scores(LabeledImages images, uint? key)
    {
        var x = Enumerable.Range(0, images.Count).Select(i => images.Image(i).ToArray().Select(value => value / 255.0).ToArray()).ToArray();
        var (parameter, number) = (0, 0);
        return Run(_layers, x, _input, key, ref parameter, ref number).X;
    }

    private (double[][] X, ImageShape Shape) Run(
        IReadOnlyList<LayerSpec> layers, double[][] x, ImageShape shape, uint? key, ref int parameter, ref int number)
    {
        var lastDense = layers.ToList().FindLastIndex(layer => layer.Type == LayerTypes.Dense);
        for (var i = 0; i < layers.Count; i++)
        {
            var (layer, first, index) = (layers[i], parameter, number++);
            var input = shape;
            switch (layer.Type)
            {
                case LayerTypes.Conv2d or LayerTypes.DepthwiseConv2d:
                    var kernel = new ReferenceKernel(layer, input);
                    x = [.. x.Select(image => kernel.Convolve(image, Parameters[first], Parameters[first + 1]))];
                    shape = kernel.Output;
                    parameter += 2;
                    break;
                case LayerTypes.BatchNorm:
                    x = ReferenceNorm.Normalize(x, layer, shape.Channels, Parameters.AsSpan(first, 4), training: key is not null);
                    parameter += 4;
                    break;
                case LayerTypes.MaxPool2d or LayerTypes.AvgPool2d:
                    var pool = new ReferenceKernel(layer, input);
                    x = [.. x.Select(image => pool.Pool(image, layer.Type == LayerTypes.MaxPool2d ? Enumerable.Max : Enumerable.Average))];
                    shape = pool.Output;
                    break;
                case LayerTypes.GlobalAvgPool:
                    shape = new ImageShape(1, 1, input.Channels);
                    x = [.. x.Select(image => Enumerable.Range(0, input.Channels)
                        .Select(c => image.Where((_, at) => at % input.Channels == c).Average()).ToArray())];
                    break;
                case LayerTypes.Dropout when key is { } step:
                    x = [.. x.Select((image, at) => Drop(image, Mixing.Mix(Mixing.Mix(step + (uint)at) ^ (uint)index), layer.Rate!.Value))];
                    break;
                case LayerTypes.Dense:
                    var units = layer.Units ?? _classCount;
                    x = [.. x.Select(image => Multiply(image, Parameters[first], Parameters[first + 1], units))];
                    shape = new ImageShape(1, 1, units);
                    parameter += 2;
                    break;
                case LayerTypes.Residual:
                    var (inner, _) = Run(layer.Layers!, x, shape, key, ref parameter, ref number);
                    x = [.. x.Zip(inner, (one, other) => one.Zip(other, (a, b) => a + b).ToArray())];
                    break;
                case LayerTypes.Flatten:
                    shape = new ImageShape(1, 1, shape.Size);
                    break;
                default:
                    x = [.. x.Select(image => image.Select(value => Activate(layer, value)).ToArray())];
                    break;
            }
        }

        Assert.All(x, image => Assert.Equal(shape.Size, image.Length));
        return (x, shape);
    }

    private static double Activate(LayerSpec layer, double x) => layer.Type switch
    {
        LayerTypes.Relu => Math.Max(x, 0),
        LayerTypes.LeakyRelu => x > 0 ? x : x * (layer.Slope ?? 0.01),
        LayerTypes.Gelu => x * ReferenceNorm.Distribution(x),
        LayerTypes.Softmax or LayerTypes.Dropout => x,
        _ => throw new NotSupportedException(layer.Type),
    };

    private static double[] Drop(double[] x, uint key, double rate) =>
        [.. x.Select((value, at) => value * ElementwiseTests.DropFactor(key, at, (float)rate))];

    private static double[] Multiply(double[] x, double[] w, double[] bias, int units)
    {
        double[] y = [.. bias];
        for (var at = 0; at < units * x.Length; at++)
        {
            y[at / x.Length] += x[at % x.Length] * w[at];
        }

        return y;
    }
}
