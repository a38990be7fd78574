using Digits.Learning.Data;
using Digits.Learning.Kernels;
using Digits.Learning.Networks;

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
        var weights = network.Weights;
        Parameters = [.. weights.Parameters.Select((parameter, p) => Enumerable.Range(0, parameter.Rows)
            .SelectMany(row => weights.Row(p, row).ToArray().Select(value => (double)value)).ToArray())];
    }

    /// <summary>Weights and bias of each layer in turn, row after row.</summary>
    public double[][] Parameters { get; }

    /// <summary>The mean loss of a batch.</summary>
    /// <param name="images">The batch.</param>
    /// <param name="key">What dropout drops; null leaves dropout out.</param>
    public double Loss(LabeledImages images, uint? key)
    {
        var total = 0.0;
        for (var image = 0; image < images.Count; image++)
        {
            var scores = Scores(images.Image(image), key is { } step ? Mixing.Mix(step + (uint)image) : null);
            var largest = scores.Max();
            total += Math.Log(scores.Sum(score => Math.Exp(score - largest))) + largest - scores[images.Labels[image]];
        }

        return total / images.Count;
    }

    public double[] Scores(ReadOnlySpan<byte> pixels, uint? key)
    {
        var x = pixels.ToArray().Select(value => value / 255.0).ToArray();
        var shape = _input;
        var next = 0;
        var lastDense = _layers.ToList().FindLastIndex(layer => layer.Type == LayerTypes.Dense);
        for (var i = 0; i < _layers.Count; i++)
        {
            var layer = _layers[i];
            switch (layer.Type)
            {
                case LayerTypes.Conv2d:
                    (x, shape) = Convolve(x, shape, layer, Parameters[next], Parameters[next + 1]);
                    next += 2;
                    break;
                case LayerTypes.MaxPool2d:
                    (x, shape) = Pool(x, shape, layer.PoolSize!.Value);
                    break;
                case LayerTypes.Relu:
                    x = [.. x.Select(value => Math.Max(value, 0))];
                    break;
                case LayerTypes.Dropout when key is { } image:
                    var drop = Mixing.Mix(image ^ (uint)i);
                    x = [.. x.Select((value, at) => value * Elementwise.DropFactor(drop, at, (float)layer.Rate!.Value))];
                    break;
                case LayerTypes.Dense:
                    x = Multiply(x, Parameters[next], Parameters[next + 1], i == lastDense ? _classCount : layer.Units!.Value);
                    next += 2;
                    break;
            }
        }

        return x;
    }

    private static (double[] Y, ImageShape Shape) Convolve(double[] x, ImageShape shape, LayerSpec layer, double[] w, double[] bias)
    {
        var (k, oc, ic) = (layer.KernelSize!.Value, layer.Filters!.Value, shape.Channels);
        var same = layer.Padding == "same";
        var before = same ? (k - 1) / 2 : 0;
        var output = same ? shape with { Channels = oc } : new ImageShape(shape.Height - k + 1, shape.Width - k + 1, oc);
        var y = new double[output.Size];
        for (var at = 0; at < y.Length; at++)
        {
            var (i, j, o) = (at / oc / output.Width, at / oc % output.Width, at % oc);
            y[at] = bias[o];
            for (var tap = 0; tap < k * k; tap++)
            {
                var (row, column) = (i + (tap / k) - before, j + (tap % k) - before);
                if (row < 0 || row >= shape.Height || column < 0 || column >= shape.Width)
                {
                    continue;
                }

                for (var c = 0; c < ic; c++)
                {
                    y[at] += x[(((row * shape.Width) + column) * ic) + c] * w[(((tap * ic) + c) * oc) + o];
                }
            }
        }

        return (y, output);
    }

    private static (double[] Y, ImageShape Shape) Pool(double[] x, ImageShape shape, int size)
    {
        var output = new ImageShape(shape.Height / size, shape.Width / size, shape.Channels);
        var y = new double[output.Size];
        for (var at = 0; at < y.Length; at++)
        {
            var (i, j, c) = (at / output.Channels / output.Width, at / output.Channels % output.Width, at % output.Channels);
            y[at] = Enumerable.Range(0, size * size).Max(
                pixel => x[(((((i * size) + (pixel / size)) * shape.Width) + (j * size) + (pixel % size)) * shape.Channels) + c]);
        }

        return (y, output);
    }

    private static double[] Multiply(double[] x, double[] w, double[] bias, int units) =>
        [.. Enumerable.Range(0, units).Select(unit => bias[unit] + x.Select((value, i) => value * w[(unit * x.Length) + i]).Sum())];
}
