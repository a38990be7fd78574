using System.Diagnostics;
using Digits.Learning.Data;
using Digits.Learning.Layers;

namespace Digits.Learning.Networks;

/// <summary>Turns checked layer settings into layers of known sizes.</summary>
internal sealed class LayerCompiler(PlanBuilder builder, IReadOnlyList<LayerSpec> network, int classCount, bool training)
{
    private readonly LayerSpec _lastDense = network[ArchitectureChecker.LastDense(network)];

    /// <summary>
    /// Adds the layers of a list. A relu before a max_pool2d is moved behind it: the result is the same, and fewer values pass through it.
    /// </summary>
    /// <param name="layers">The list.</param>
    /// <param name="parent">The path of the residual it belongs to; empty for the network's own list.</param>
    /// <param name="first">The number of its first layer; layers inside residuals count.</param>
    public void Add(IReadOnlyList<LayerSpec> layers, string parent, int first)
    {
        var numbers = new int[layers.Count];
        for (var i = 0; i < layers.Count; i++)
        {
            numbers[i] = first;
            first += 1 + Inner(layers[i]);
        }

        var order = Enumerable.Range(0, layers.Count).ToArray();
        for (var i = 1; i < order.Length; i++)
        {
            if (layers[order[i]].Type == LayerTypes.MaxPool2d
                && layers[order[i - 1]].Type is LayerTypes.Relu or LayerTypes.LeakyRelu)
            {
                (order[i - 1], order[i]) = (order[i], order[i - 1]);
            }
        }

        for (var at = 0; at < order.Length; at++)
        {
            var i = order[at];
            if (layers[i].Type == LayerTypes.Conv2d
                && WinogradConv2dLayer.Fits(builder.Shape, layers[i].Filters!.Value, layers[i].Window))
            {
                at += AddWinograd([.. order.Skip(at).Select(next => layers[next])], LayerKeys.Path(parent, i), numbers[i]);
            }
            else
            {
                Add(layers[i], LayerKeys.Path(parent, i), numbers[i]);
            }
        }
    }

    // Adds a convolution together with the pooling and the relu that follow it; in a plan for prediction also a batch norm between them,
    // which is folded. Returns the number of following layers that are part of it.
    private int AddWinograd(LayerSpec[] layers, string path, int number)
    {
        var taken = 1;
        var norm = !training && Type(layers, taken) == LayerTypes.BatchNorm ? layers[taken++] : null;
        var pool = Type(layers, taken) == LayerTypes.MaxPool2d && layers[taken].Window is { Size: 2, Stride: 2 };
        taken += pool ? 1 : 0;
        var relu = Type(layers, taken) == LayerTypes.Relu;
        taken += relu ? 1 : 0;
        var convolution = layers[0];
        builder.Add(
            WinogradConv2dLayer.Create(number, path, builder.Shape, convolution.Filters!.Value, convolution.Window, relu, pool),
            foldable: norm is not null || !(pool || relu));
        if (norm is not null)
        {
            Add(norm, path, number + 1);
        }

        return taken - 1;
    }

    private static string? Type(LayerSpec[] layers, int i) => i < layers.Length ? layers[i].Type : null;

    private static int Inner(LayerSpec layer) => layer.Layers?.Sum(inner => 1 + Inner(inner)) ?? 0;

    private void Add(LayerSpec layer, string path, int number)
    {
        var shape = builder.Shape;
        switch (layer.Type)
        {
            case LayerTypes.Conv2d:
                builder.Add(new Conv2dLayer(number, path, shape, layer.Filters!.Value, layer.Window), foldable: true);
                break;
            case LayerTypes.DepthwiseConv2d:
                builder.Add(new DepthwiseConv2dLayer(number, path, shape, layer.Window), foldable: true);
                break;
            case LayerTypes.BatchNorm:
                var momentum = layer.Momentum ?? BatchNormLayer.DefaultMomentum;
                builder.Add(new BatchNormLayer(number, path, shape, momentum, layer.Epsilon ?? BatchNormLayer.DefaultEpsilon));
                break;
            case LayerTypes.Relu:
                builder.Add(new ReluLayer(number, shape, slope: 0));
                break;
            case LayerTypes.LeakyRelu:
                builder.Add(new ReluLayer(number, shape, (float)(layer.Slope ?? ReluLayer.DefaultSlope)));
                break;
            case LayerTypes.Gelu:
                builder.Add(new GeluLayer(number, shape));
                break;
            case LayerTypes.MaxPool2d:
                builder.Add(new MaxPool2dLayer(number, shape, layer.PoolSize!.Value, layer.Window.Stride));
                break;
            case LayerTypes.AvgPool2d:
                var window = layer.Window;
                var output = window.Output(shape, shape.Channels);
                builder.Add(new AvgPool2dLayer(number, shape, output, window.Size, window.Size, window.Stride));
                break;
            case LayerTypes.GlobalAvgPool:
                builder.Add(new AvgPool2dLayer(number, shape, new ImageShape(1, 1, shape.Channels), shape.Height, shape.Width, 1));
                break;
            case LayerTypes.Dense:
                builder.Add(new DenseLayer(path, shape.Size, ReferenceEquals(layer, _lastDense) ? classCount : layer.Units!.Value));
                break;
            case LayerTypes.Residual:
                builder.BeginResidual(number);
                Add(layer.Layers!, path, number + 1);
                builder.EndResidual(number);
                break;
            case LayerTypes.Dropout when training && layer.Rate > 0:
                builder.Add(new DropoutLayer(number, shape, layer.Rate.Value));
                break;
            case LayerTypes.Flatten:
                builder.Flatten();
                break;
            case LayerTypes.Dropout or LayerTypes.Softmax:
                break;
            default:
                throw new UnreachableException();
        }
    }
}
