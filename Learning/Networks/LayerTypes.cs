namespace Digits.Learning.Networks;

/// <summary>The layer types that an architecture may name.</summary>
public static class LayerTypes
{
    /// <summary>A convolution with step 1.</summary>
    public const string Conv2d = "conv2d";

    /// <summary>The largest value of each window; windows do not overlap.</summary>
    public const string MaxPool2d = "max_pool2d";

    /// <summary>Negative values become zero.</summary>
    public const string Relu = "relu";

    /// <summary>Sets a random share of the values to zero, while training only.</summary>
    public const string Dropout = "dropout";

    /// <summary>Makes one row of values out of rows, columns and channels.</summary>
    public const string Flatten = "flatten";

    /// <summary>Every output sees every input.</summary>
    public const string Dense = "dense";

    /// <summary>Turns the class scores into probabilities; may be left out at the end, where it is always meant.</summary>
    public const string Softmax = "softmax";
}
