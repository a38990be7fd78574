namespace Digits.Learning.Networks;

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

    /// <summary>Sets a random share of the values to zero, while training only.</summary>
    public const string Dropout = "dropout";

    /// <summary>Makes one row of values out of rows, columns and channels.</summary>
    public const string Flatten = "flatten";

    /// <summary>Every output sees every input.</summary>
    public const string Dense = "dense";

    /// <summary>Adds its input to what inner layers make of it.</summary>
    public const string Residual = "residual";

    /// <summary>Turns the class scores into probabilities; may be left out at the end, where it is always meant.</summary>
    public const string Softmax = "softmax";
}
