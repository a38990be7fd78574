namespace Digits.Learning.Data;

/// <summary>
/// An IDX file is not what it should be. The message names the file and the fault and may be shown to whoever sent the file.
/// </summary>
public sealed class IdxFormatException : Exception
{
    /// <summary>Tells what is wrong with which file.</summary>
    /// <param name="fault">The kind of fault, for programs.</param>
    /// <param name="message">The fault in words, for people.</param>
    /// <param name="innerException">What brought the fault to light, if it was an exception.</param>
    public IdxFormatException(IdxFault fault, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Fault = fault;
    }

    /// <summary>The kind of fault.</summary>
    public IdxFault Fault { get; }
}
