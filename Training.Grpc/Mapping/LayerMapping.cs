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
        Padding = layer.HasPadding ? layer.Padding : null,
        PoolSize = layer.HasPoolSize ? layer.PoolSize : null,
        Units = layer.HasUnits ? layer.Units : null,
        Rate = layer.HasRate ? layer.Rate : null,
    };

    public static Layer ToProto(LayerSpec spec)
    {
        var layer = new Layer { Type = spec.Type };
        if (spec.Filters is { } filters)
        {
            layer.Filters = filters;
        }

        if (spec.KernelSize is { } kernelSize)
        {
            layer.KernelSize = kernelSize;
        }

        if (spec.Padding is { } padding)
        {
            layer.Padding = padding;
        }

        if (spec.PoolSize is { } poolSize)
        {
            layer.PoolSize = poolSize;
        }

        if (spec.Units is { } units)
        {
            layer.Units = units;
        }

        if (spec.Rate is { } rate)
        {
            layer.Rate = rate;
        }

        return layer;
    }
}
