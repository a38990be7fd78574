namespace Digits.Learning.Images;

/// <summary>What is wrong with an image file.</summary>
public enum ImageFault
{
    /// <summary>The bytes break the rules of the format, or are of another format.</summary>
    Invalid,

    /// <summary>The file ends too early.</summary>
    Truncated,

    /// <summary>A legal file that uses something that is not read here, such as interlacing.</summary>
    Unsupported,

    /// <summary>A side is longer than the limit.</summary>
    TooLarge,
}
