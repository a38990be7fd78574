using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Persistence.Exchange;

namespace Digits.Learning.Persistence.Onnx;

/// <summary>Writes a network's layers as nodes of an ONNX graph, in which images are [N, channels, height, width].</summary>
internal sealed class OnnxLayers(OnnxGraph graph, WeightSet weights, WeightsHash hash)
{
    private const double DefaultSlope = 0.01;
    private const double DefaultEpsilon = 1e-5;

    // Whether the current values are [N, values].
    private bool _flat;

    /// <summary>Adds layers one after another.</summary>
    /// <returns>The name of the last one's output.</returns>
    public string Add(IReadOnlyList<ExchangeLayer> layers, string input)
    {
        foreach (var layer in layers)
        {
            input = Add(layer, input);
        }

        return input;
    }

    private string Add(ExchangeLayer layer, string x)
    {
        var path = layer.Path;
        switch (layer.Spec.Type)
        {
            case LayerTypes.Conv2d:
                return graph.Node("Conv", path, [x, .. Parameters(layer)], Kernel(layer));
            case LayerTypes.DepthwiseConv2d:
                return graph.Node("Conv", path, [x, .. Parameters(layer)], [.. Kernel(layer), ("group", layer.Input.Channels)]);
            case LayerTypes.BatchNorm:
                var epsilon = (float)(layer.Spec.Epsilon ?? DefaultEpsilon);
                return graph.Node("BatchNormalization", path, [x, .. Parameters(layer)], ("epsilon", epsilon));
            case LayerTypes.Relu:
                return graph.Node("Relu", path, [x]);
            case LayerTypes.LeakyRelu:
                return graph.Node("LeakyRelu", path, [x], ("alpha", (float)(layer.Spec.Slope ?? DefaultSlope)));
            case LayerTypes.Gelu:
                return Gelu(path, x);
            case LayerTypes.MaxPool2d:
                return graph.Node("MaxPool", path, [x], Moves(layer.Spec.Window));
            case LayerTypes.AvgPool2d:
                return graph.Node("AveragePool", path, [x], Moves(layer.Spec.Window));
            case LayerTypes.GlobalAvgPool:
                return graph.Node("GlobalAveragePool", path, [x]);
            case LayerTypes.Flatten:
                return Flatten(path, x);
            case LayerTypes.Dense:
                var flat = _flat ? x : Flatten($"{path}.flatten", x);
                return graph.Node("Gemm", path, [flat, .. Parameters(layer)], ("transB", 1));
            case LayerTypes.Residual:
                return graph.Node("Add", path, [x, Add(layer.Inner, x)]);
            case LayerTypes.Dropout or LayerTypes.Softmax:
                // Dropout is for training only, and OnnxFile always adds the softmax at the end.
                return x;
            default:
                throw new ArgumentException($"There is no way to write a layer of type \"{layer.Spec.Type}\".", nameof(layer));
        }
    }

    private IEnumerable<string> Parameters(ExchangeLayer layer) => layer.Tensors.Select(tensor =>
    {
        tensor.WriteTo(hash.Add, weights);
        return graph.Tensor(tensor.Name, tensor.Shape, tensor.ByteCount, stream => tensor.WriteTo(stream.Write, weights));
    });

    private string Flatten(string name, string x)
    {
        _flat = true;
        return graph.Node("Flatten", name, [x], ("axis", 1));
    }

    // x · (1 + erf(x / √2)) / 2; opset 17 has no Gelu.
    private string Gelu(string path, string x)
    {
        var scaled = graph.Node("Div", $"{path}.scaled", [x, graph.Constant($"{ModelImport.ConstantPrefix}root2", MathF.Sqrt(2))]);
        var erf = graph.Node("Erf", $"{path}.erf", [scaled]);
        var twice = graph.Node("Add", $"{path}.twice", [erf, graph.Constant($"{ModelImport.ConstantPrefix}one", 1)]);
        var share = graph.Node("Mul", $"{path}.share", [twice, graph.Constant($"{ModelImport.ConstantPrefix}half", 0.5f)]);
        return graph.Node("Mul", path, [x, share]);
    }

    private static (string, object)[] Kernel(ExchangeLayer layer)
    {
        var window = layer.Spec.Window;
        var (top, bottom) = Pads(window, layer.Input.Height);
        var (left, right) = Pads(window, layer.Input.Width);
        return [.. Moves(window), ("pads", (int[])[top, left, bottom, right])];
    }

    // With a fixed padding, the last position of a kernel may not reach the last zeros. These are left out, which keeps the number of positions.
    private static (int Before, int After) Pads(Window window, int side)
    {
        var before = window.Before(side);
        return (before, Math.Max(window.Extent(side) - side - before, 0));
    }

    private static (string, object)[] Moves(Window window) =>
        [("kernel_shape", (int[])[window.Size, window.Size]), ("strides", (int[])[window.Stride, window.Stride])];
}
