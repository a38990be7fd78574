namespace Grpc.Core;

/// <summary>Ties a call to the call that it is made for.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}
