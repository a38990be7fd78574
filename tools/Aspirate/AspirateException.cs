namespace Aspirate;

/// <summary>The reason why a command cannot be carried out, in one line for the user.</summary>
internal sealed class AspirateException : Exception
{
    public AspirateException(string message)
        : base(message)
    {
    }

    public AspirateException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
