using Digits.Learning.Layers;

namespace Digits.Learning.Networks;

/// <summary>Sizes beyond which an architecture is refused rather than allocated.</summary>
public static class ArchitectureLimits
{
    /// <summary>Layers of one network, those inside residuals included.</summary>
    public const int Layers = 64;

    /// <summary>Residuals inside one another.</summary>
    public const int Depth = 4;

    /// <summary>Height and width of an image.</summary>
    public const int Side = 256;

    /// <summary>Values per pixel of an image.</summary>
    public const int Channels = 4;

    /// <summary>Output channels of one convolution.</summary>
    public const int Filters = Conv2dLayer.MaxFilters;

    /// <summary>Height and width of a kernel.</summary>
    public const int KernelSize = 15;

    /// <summary>How far a kernel or a pooling window moves on.</summary>
    public const int Stride = 15;

    /// <summary>Height and width of a pooling window.</summary>
    public const int PoolSize = 15;

    /// <summary>Outputs of one dense layer, and classes.</summary>
    public const int Units = 8192;

    /// <summary>Values that one layer hands to the next, per image.</summary>
    public const int Activations = 1 << 22;

    /// <summary>Trained values of one network.</summary>
    public const int Parameters = 1 << 25;
}
