namespace Aspire.Hosting;

/// <summary>A fault in the application model or in starting it. The message is meant for the person who started the application host.</summary>
public class DistributedApplicationException : Exception
{
    /// <summary>Creates the exception with the default message.</summary>
    public DistributedApplicationException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, in words for the user.</param>
    public DistributedApplicationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What is wrong, in words for the user.</param>
    /// <param name="inner">The cause.</param>
    public DistributedApplicationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
