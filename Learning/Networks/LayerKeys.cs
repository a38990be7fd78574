namespace Digits.Learning.Networks;

/// <summary>Which JSON keys each layer type takes, besides <c>type</c>.</summary>
internal static class LayerKeys
{
    public const string Type = "type";
    public const string Filters = "filters";
    public const string KernelSize = "kernel_size";
    public const string Padding = "padding";
    public const string PoolSize = "pool_size";
    public const string Units = "units";
    public const string Rate = "rate";

    /// <summary>The settings of every layer type.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> OfType { get; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            [LayerTypes.Conv2d] = [Filters, KernelSize, Padding],
            [LayerTypes.MaxPool2d] = [PoolSize],
            [LayerTypes.Relu] = [],
            [LayerTypes.Dropout] = [Rate],
            [LayerTypes.Flatten] = [],
            [LayerTypes.Dense] = [Units],
            [LayerTypes.Softmax] = [],
        };

    /// <summary>The settings that a layer has, by key.</summary>
    public static IEnumerable<(string Key, object Value)> Given(LayerSpec layer)
    {
        (string Key, object? Value)[] all =
        [
            (Filters, layer.Filters), (KernelSize, layer.KernelSize), (Padding, layer.Padding),
            (PoolSize, layer.PoolSize), (Units, layer.Units), (Rate, layer.Rate),
        ];
        return from setting in all where setting.Value is not null select (setting.Key, setting.Value);
    }

    /// <summary>How faults name a layer.</summary>
    public static string Name(int index, string? type) => type is null ? $"layer {index}" : $"layer {index} ({type})";
}
