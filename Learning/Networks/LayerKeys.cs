namespace Digits.Learning.Networks;

/// <summary>Which JSON keys each layer type takes, besides <c>type</c>.</summary>
internal static class LayerKeys
{
    public const string Type = "type";
    public const string Filters = "filters";
    public const string KernelSize = "kernel_size";
    public const string Stride = "stride";
    public const string Padding = "padding";
    public const string PoolSize = "pool_size";
    public const string Units = "units";
    public const string Rate = "rate";
    public const string Slope = "slope";
    public const string Momentum = "momentum";
    public const string Epsilon = "epsilon";
    public const string Layers = "layers";

    /// <summary>The settings of every layer type.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> OfType { get; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            [LayerTypes.Conv2d] = [Filters, KernelSize, Stride, Padding],
            [LayerTypes.DepthwiseConv2d] = [KernelSize, Stride, Padding],
            [LayerTypes.BatchNorm] = [Momentum, Epsilon],
            [LayerTypes.Relu] = [],
            [LayerTypes.LeakyRelu] = [Slope],
            [LayerTypes.Gelu] = [],
            [LayerTypes.MaxPool2d] = [PoolSize, Stride],
            [LayerTypes.AvgPool2d] = [PoolSize, Stride],
            [LayerTypes.GlobalAvgPool] = [],
            [LayerTypes.Dropout] = [Rate],
            [LayerTypes.Flatten] = [],
            [LayerTypes.Dense] = [Units],
            [LayerTypes.Residual] = [Layers],
            [LayerTypes.Softmax] = [],
        };

    /// <summary>The settings that a layer has, by key.</summary>
    public static IEnumerable<(string Key, object Value)> Given(LayerSpec layer)
    {
        (string Key, object? Value)[] all =
        [
            (Filters, layer.Filters), (KernelSize, layer.KernelSize), (PoolSize, layer.PoolSize), (Stride, layer.Stride),
            (Padding, layer.Padding), (Units, layer.Units), (Rate, layer.Rate), (Slope, layer.Slope),
            (Momentum, layer.Momentum), (Epsilon, layer.Epsilon), (Layers, layer.Layers),
        ];
        return from setting in all where setting.Value is not null select (setting.Key, setting.Value);
    }

    /// <summary>How faults name a layer.</summary>
    /// <param name="path">Its index from 0; inside a residual, that layer's path, a dot and the index there.</param>
    /// <param name="type">Its type; null when that is not known.</param>
    public static string Name(string path, string? type) => type is null ? $"layer {path}" : $"layer {path} ({type})";

    /// <summary>The path of a layer of a list.</summary>
    /// <param name="parent">The path of the residual that the list belongs to; empty for a network's own layers.</param>
    /// <param name="index">The layer's index in the list.</param>
    public static string Path(string parent, int index) => parent.Length == 0 ? $"{index}" : $"{parent}.{index}";
}
