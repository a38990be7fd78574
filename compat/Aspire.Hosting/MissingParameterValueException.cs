namespace Aspire.Hosting;

/// <summary>A parameter is needed that nobody gave a value.</summary>
public class MissingParameterValueException : DistributedApplicationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which parameter it is, and where a value is looked for.</param>
    public MissingParameterValueException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">Which parameter it is, and where a value is looked for.</param>
    /// <param name="innerException">The cause.</param>
    public MissingParameterValueException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
