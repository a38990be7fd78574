using System.Globalization;
using System.Text.Json;

namespace Digits.Learning.Networks;

/// <summary>Layers to JSON and back.</summary>
internal static class LayerJson
{
    public static List<LayerSpec> Read(JsonElement list, List<string> faults, string parent = "")
    {
        var layers = new List<LayerSpec>();
        if (list.GetArrayLength() > ArchitectureLimits.Layers)
        {
            faults.Add($"{list.GetArrayLength()} layers are more than {ArchitectureLimits.Layers}.");
            return layers;
        }

        foreach (var element in list.EnumerateArray())
        {
            layers.Add(ReadLayer(LayerKeys.Path(parent, layers.Count), element, faults));
        }

        return layers;
    }

    public static void Write(Utf8JsonWriter writer, IReadOnlyList<LayerSpec> layers)
    {
        writer.WriteStartArray();
        foreach (var layer in layers)
        {
            writer.WriteStartObject();
            writer.WriteString(LayerKeys.Type, layer.Type);
            foreach (var (key, value) in LayerKeys.Given(layer))
            {
                writer.WritePropertyName(key);
                switch (value)
                {
                    case int number: writer.WriteNumberValue(number); break;
                    case double number: writer.WriteNumberValue(number); break;
                    case string text when key == LayerKeys.Padding && int.TryParse(text, CultureInfo.InvariantCulture, out var zeros):
                        writer.WriteNumberValue(zeros);
                        break;
                    case string text: writer.WriteStringValue(text); break;
                    case IReadOnlyList<LayerSpec> inner: Write(writer, inner); break;
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static LayerSpec ReadLayer(string path, JsonElement element, List<string> faults)
    {
        var layer = new LayerSpec { Type = string.Empty };
        if (element.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"{LayerKeys.Name(path, null)}: expected an object such as {{\"type\":\"relu\"}}, found {Kind(element)}.");
            return layer;
        }

        if (!element.TryGetProperty(LayerKeys.Type, out var type) || type.ValueKind != JsonValueKind.String)
        {
            faults.Add($"{LayerKeys.Name(path, null)}: \"type\" is missing or not a string.");
            return layer;
        }

        layer = layer with { Type = type.GetString()! };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            var name = LayerKeys.Name(path, layer.Type);
            if (!seen.Add(property.Name))
            {
                faults.Add($"{name}: \"{property.Name}\" is given twice.");
            }

            layer = ReadSetting(layer, property, path, name, faults);
        }

        return layer;
    }

    private static LayerSpec ReadSetting(
        LayerSpec layer, JsonProperty property, string path, string name, List<string> faults)
    {
        switch (property.Name)
        {
            case LayerKeys.Type: return layer;
            case LayerKeys.Filters: return layer with { Filters = Integer(property, name, faults) };
            case LayerKeys.KernelSize: return layer with { KernelSize = Integer(property, name, faults) };
            case LayerKeys.PoolSize: return layer with { PoolSize = Integer(property, name, faults) };
            case LayerKeys.Units: return layer with { Units = Integer(property, name, faults) };
            case LayerKeys.Stride: return layer with { Stride = Integer(property, name, faults) };
            case LayerKeys.Padding: return layer with { Padding = Padding(property, name, faults) };
            case LayerKeys.Rate: return layer with { Rate = Number(property, name, faults) };
            case LayerKeys.Slope: return layer with { Slope = Number(property, name, faults) };
            case LayerKeys.Momentum: return layer with { Momentum = Number(property, name, faults) };
            case LayerKeys.Epsilon: return layer with { Epsilon = Number(property, name, faults) };
            case LayerKeys.Layers when property.Value.ValueKind == JsonValueKind.Array:
                return layer with { Layers = Read(property.Value, faults, path) };
            case LayerKeys.Layers:
                faults.Add($"{name}: \"{property.Name}\" must be a list of layers, found {Kind(property.Value)}.");
                return layer;
            default:
                faults.Add($"{name}: unknown key \"{property.Name}\".");
                return layer;
        }
    }

    private static int? Integer(JsonProperty property, string name, List<string> faults)
    {
        if (property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetInt32(out var value))
        {
            return value;
        }

        faults.Add($"{name}: \"{property.Name}\" must be a whole number, found {Kind(property.Value)}.");
        return null;
    }

    private static double? Number(JsonProperty property, string name, List<string> faults)
    {
        if (property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetDouble(out var value))
        {
            return value;
        }

        faults.Add($"{name}: \"{property.Name}\" must be a number, found {Kind(property.Value)}.");
        return null;
    }

    private static string? Padding(JsonProperty property, string name, List<string> faults)
    {
        if (property.Value.ValueKind == JsonValueKind.String)
        {
            return property.Value.GetString();
        }

        if (property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetInt32(out var zeros))
        {
            return zeros.ToString(CultureInfo.InvariantCulture);
        }

        faults.Add($"{name}: \"{property.Name}\" must be a string or a whole number, found {Kind(property.Value)}.");
        return null;
    }

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "the number " + Short(element.GetRawText()),
        JsonValueKind.True or JsonValueKind.False => "a truth value",
        _ => "null",
    };

    private static string Short(string text) => text.Length <= 24 ? text : text[..24] + "…";
}

/// <summary>The JSON keys that each layer type takes besides <c>type</c>.</summary>
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

    /// <summary>The name of a layer in messages about faults.</summary>
    /// <param name="path">Its index from 0; inside a residual, that layer's path, a dot and the index there.</param>
    /// <param name="type">Its type; null when that is not known.</param>
    public static string Name(string path, string? type) => type is null ? $"layer {path}" : $"layer {path} ({type})";

    /// <summary>The path of a layer of a list.</summary>
    /// <param name="parent">The path of the residual that the list belongs to; empty for a network's own layers.</param>
    /// <param name="index">The layer's index in the list.</param>
    public static string Path(string parent, int index) => parent.Length == 0 ? $"{index}" : $"{parent}.{index}";
}
