namespace Digits.Imaging;

/// <summary>An image file cannot be read. The message names the fault and may be shown to whoever sent the file.</summary>
/// <param name="fault">What kind of fault it is.</param>
/// <param name="message">What is wrong, in a sentence.</param>
/// <param name="innerException">What found the fault, if anything did.</param>
public sealed class ImageFormatException(ImageFault fault, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>What kind of fault it is.</summary>
    public ImageFault Fault { get; } = fault;
}

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
