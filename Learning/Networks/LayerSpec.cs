using Digits.Learning.Data;

namespace Digits.Learning.Networks;

/// <summary>One layer as data: its type and the settings of that type; all other settings are null.</summary>
/// <remarks>
/// In JSON: <c>{"type":"conv2d","filters":32,"kernel_size":3}</c>, <c>{"type":"relu"}</c>, <c>{"type":"max_pool2d","pool_size":2}</c>,
/// <c>{"type":"dropout","rate":0.25}</c>, <c>{"type":"flatten"}</c>, <c>{"type":"dense","units":128}</c>, <c>{"type":"softmax"}</c>,
/// <c>{"type":"residual","layers":[{"type":"batch_norm"},{"type":"gelu"}]}</c>. Two layers are equal when all their settings are,
/// inner layers included.
/// </remarks>
public sealed record LayerSpec
{
    /// <summary>One of the names in <see cref="LayerTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>conv2d: the number of output channels.</summary>
    public int? Filters { get; init; }

    /// <summary>conv2d, depthwise_conv2d: height and width of the kernel.</summary>
    public int? KernelSize { get; init; }

    /// <summary>
    /// conv2d, depthwise_conv2d, max_pool2d, avg_pool2d: how far the kernel or window moves between two outputs; by default 1 for a
    /// kernel and the window's size for a window.
    /// </summary>
    public int? Stride { get; init; }

    /// <summary>
    /// conv2d, depthwise_conv2d: <c>valid</c> (the default); <c>same</c>, which adds as many zeros as give ⌈side / stride⌉ rows and
    /// columns, the odd one below and to the right; or a number of zeros on every side, less than the kernel's size, such as <c>1</c>.
    /// </summary>
    public string? Padding { get; init; }

    /// <summary>max_pool2d, avg_pool2d: height and width of the window.</summary>
    public int? PoolSize { get; init; }

    /// <summary>dense: the number of outputs. The last dense layer may leave it out: it then has one output per class.</summary>
    public int? Units { get; init; }

    /// <summary>dropout: the share of values set to zero while training, 0 or greater and less than 1.</summary>
    public double? Rate { get; init; }

    /// <summary>leaky_relu: what negative values are multiplied by, 0 to 1; 0.01 by default.</summary>
    public double? Slope { get; init; }

    /// <summary>batch_norm: the share of the old running statistics that is kept after a batch, at least 0 and less than 1; 0.9 by default.</summary>
    public double? Momentum { get; init; }

    /// <summary>batch_norm: added to the variance before the square root, 1e-10 to 1; 1e-5 by default.</summary>
    public double? Epsilon { get; init; }

    /// <summary>residual: the layers around which the input is added; at least one.</summary>
    public IReadOnlyList<LayerSpec>? Layers { get; init; }

    /// <summary>The kernel or pooling window of a layer whose settings are in order and which has one.</summary>
    internal Window Window => PoolSize is { } size ? new Window(size, Stride ?? size, null) : new Window(KernelSize!.Value, Stride ?? 1, Padding);

    private (string, int?, int?, int?, string?, int?, int?, double?, double?, double?, double?) Settings =>
        (Type, Filters, KernelSize, Stride, Padding, PoolSize, Units, Rate, Slope, Momentum, Epsilon);

    /// <summary>Whether all settings are equal, inner layers included.</summary>
    public bool Equals(LayerSpec? other) =>
        other is not null
        && Settings == other.Settings
        && (Layers is null ? other.Layers is null : other.Layers is not null && Layers.SequenceEqual(other.Layers));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Settings, Layers?.Count);
}

/// <summary>The layer types that an architecture may name.</summary>
public static class LayerTypes
{
    /// <summary>A convolution.</summary>
    public const string Conv2d = "conv2d";

    /// <summary>A convolution of every channel by itself, with one filter each.</summary>
    public const string DepthwiseConv2d = "depthwise_conv2d";

    /// <summary>Shifts and scales every channel to mean 0 and variance 1 over the batch, then by two trained values.</summary>
    public const string BatchNorm = "batch_norm";

    /// <summary>Negative values become zero.</summary>
    public const string Relu = "relu";

    /// <summary>Negative values become smaller.</summary>
    public const string LeakyRelu = "leaky_relu";

    /// <summary>x · Φ(x), where Φ is the distribution function of the normal distribution: a relu with a soft bend.</summary>
    public const string Gelu = "gelu";

    /// <summary>The largest value of each window.</summary>
    public const string MaxPool2d = "max_pool2d";

    /// <summary>The mean of each window.</summary>
    public const string AvgPool2d = "avg_pool2d";

    /// <summary>The mean of each channel over all rows and columns.</summary>
    public const string GlobalAvgPool = "global_avg_pool";

    /// <summary>Sets a random share of the values to zero; in training only.</summary>
    public const string Dropout = "dropout";

    /// <summary>Turns rows, columns and channels into one row of values.</summary>
    public const string Flatten = "flatten";

    /// <summary>A fully connected layer.</summary>
    public const string Dense = "dense";

    /// <summary>Adds its input to the output of its inner layers.</summary>
    public const string Residual = "residual";

    /// <summary>Turns the class scores into probabilities. It may be left out at the end, where it is always added.</summary>
    public const string Softmax = "softmax";
}
