namespace Digits.Imaging;

/// <summary>What is wrong with an image file.</summary>
public enum ImageFault
{
    /// <summary>The bytes break the rules of the format, or they are no picture.</summary>
    Invalid,

    /// <summary>The file ends too early.</summary>
    Truncated,

    /// <summary>A file of a format, or of a variant of a format, that is not read.</summary>
    Unsupported,

    /// <summary>A side is longer than the limit.</summary>
    TooLarge,
}
