namespace Digits.Learning.Networks;

/// <summary>The architectures that a configuration may name instead of listing layers; each belongs to the preset of its name.</summary>
/// <remarks>Batch norms stand behind the pooling where they can: there are fewer values.</remarks>
public static class NamedArchitectures
{
    /// <summary>A small network for a first look.</summary>
    public static IReadOnlyList<LayerSpec> Fast { get; } =
    [
        Convolution(16), Relu, Pool, Convolution(32), Relu, Pool, Flatten, Dropout(0.1), Dense(64), Relu, Classes,
    ];

    /// <summary>A deeper network.</summary>
    public static IReadOnlyList<LayerSpec> Default { get; } =
    [
        Convolution(16), Pool, Norm, Relu, Convolution(32, "same"), Pool, Norm, Relu, Convolution(96, "same"), Pool, Norm, Relu, Flatten,
        Dropout(0.2), Classes,
    ];

    /// <summary>A still deeper network, the most accurate one.</summary>
    public static IReadOnlyList<LayerSpec> Best { get; } =
    [
        Convolution(32, size: 5), Pool, Norm, Relu, Convolution(64, "same"), Norm, Relu, Convolution(64, "same"), Pool, Norm, Relu,
        Convolution(128), Norm, Relu, Flatten, Dropout(0.1), Classes,
    ];

    /// <summary>The network of PyTorch's MNIST example, for comparison.</summary>
    public static IReadOnlyList<LayerSpec> Seed { get; } =
    [
        Convolution(32), Relu, Convolution(64), Relu, Pool, Dropout(0.25), Flatten, Dense(128), Relu, Dropout(0.5), Classes,
    ];

    /// <summary>All names with their layers, in the order of the presets.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<LayerSpec> Layers)> All { get; } =
        [("fast", Fast), ("default", Default), ("best", Best), ("seed", Seed)];

    private static LayerSpec Relu => new() { Type = LayerTypes.Relu };

    private static LayerSpec Pool => new() { Type = LayerTypes.MaxPool2d, PoolSize = 2 };

    private static LayerSpec Norm => new() { Type = LayerTypes.BatchNorm };

    private static LayerSpec Flatten => new() { Type = LayerTypes.Flatten };

    // The last dense layer has as many units as there are classes.
    private static LayerSpec Classes => new() { Type = LayerTypes.Dense };

    private static LayerSpec Convolution(int filters, string? padding = null, int size = 3) =>
        new() { Type = LayerTypes.Conv2d, Filters = filters, KernelSize = size, Padding = padding };

    private static LayerSpec Dropout(double rate) => new() { Type = LayerTypes.Dropout, Rate = rate };

    private static LayerSpec Dense(int units) => new() { Type = LayerTypes.Dense, Units = units };
}
