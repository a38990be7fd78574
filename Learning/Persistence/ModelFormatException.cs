namespace Digits.Learning.Persistence;

/// <summary>A stream is not a model file that this version reads. The message may be shown to the caller.</summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>Names the fault.</summary>
    public ModelFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Names the fault and keeps its cause.</summary>
    public ModelFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
