namespace Digits.Learning.Networks;

/// <summary>One layer as data: its type and the settings which that type takes; all others are null.</summary>
/// <remarks>
/// In JSON: <c>{"type":"conv2d","filters":32,"kernel_size":3}</c>, <c>{"type":"relu"}</c>, <c>{"type":"max_pool2d","pool_size":2}</c>,
/// <c>{"type":"dropout","rate":0.25}</c>, <c>{"type":"flatten"}</c>, <c>{"type":"dense","units":128}</c>, <c>{"type":"softmax"}</c>.
/// </remarks>
public sealed record LayerSpec
{
    /// <summary>One of the names in <see cref="LayerTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>conv2d: the number of output channels.</summary>
    public int? Filters { get; init; }

    /// <summary>conv2d: height and width of the kernel.</summary>
    public int? KernelSize { get; init; }

    /// <summary>conv2d: <c>valid</c> (the default) or <c>same</c>, which keeps height and width by a rim of zeros.</summary>
    public string? Padding { get; init; }

    /// <summary>max_pool2d: height and width of the window, and its step.</summary>
    public int? PoolSize { get; init; }

    /// <summary>dense: the number of outputs. The last dense layer may leave it out: it then has one output per class.</summary>
    public int? Units { get; init; }

    /// <summary>dropout: the share of values set to zero while training, 0 or greater and less than 1.</summary>
    public double? Rate { get; init; }
}
