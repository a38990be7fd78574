using Digits.Learning.Networks;
using Digits.Training.V1;

namespace Digits.Training.Mapping;

/// <summary>Layers on the wire and in Learning.</summary>
internal static class LayerMapping
{
    public static LayerSpec ToSpec(Layer layer) => new()
    {
        Type = layer.Type,
        Filters = layer.HasFilters ? layer.Filters : null,
        KernelSize = layer.HasKernelSize ? layer.KernelSize : null,
        Stride = layer.HasStride ? layer.Stride : null,
        Padding = layer.HasPadding ? layer.Padding : null,
        PoolSize = layer.HasPoolSize ? layer.PoolSize : null,
        Units = layer.HasUnits ? layer.Units : null,
        Rate = layer.HasRate ? layer.Rate : null,
        Slope = layer.HasSlope ? layer.Slope : null,
        Momentum = layer.HasMomentum ? layer.Momentum : null,
        Epsilon = layer.HasEpsilon ? layer.Epsilon : null,
        Layers = layer.Layers.Count > 0 ? [.. layer.Layers.Select(ToSpec)] : null,
    };

    public static Layer ToProto(LayerSpec spec)
    {
        var layer = new Layer { Type = spec.Type };
        Set(spec.Filters, value => layer.Filters = value);
        Set(spec.KernelSize, value => layer.KernelSize = value);
        Set(spec.Stride, value => layer.Stride = value);
        Set(spec.PoolSize, value => layer.PoolSize = value);
        Set(spec.Units, value => layer.Units = value);
        Set(spec.Rate, value => layer.Rate = value);
        Set(spec.Slope, value => layer.Slope = value);
        Set(spec.Momentum, value => layer.Momentum = value);
        Set(spec.Epsilon, value => layer.Epsilon = value);
        if (spec.Padding is { } padding)
        {
            layer.Padding = padding;
        }

        layer.Layers.AddRange((spec.Layers ?? []).Select(ToProto));
        return layer;
    }

    // An optional field of a message can be set to a value or left alone, but not set to null.
    private static void Set<T>(T? value, Action<T> assign)
        where T : struct
    {
        if (value is { } given)
        {
            assign(given);
        }
    }
}
