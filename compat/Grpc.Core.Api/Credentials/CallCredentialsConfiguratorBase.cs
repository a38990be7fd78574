namespace Grpc.Core;

/// <summary>Takes call credentials apart.</summary>
public abstract class CallCredentialsConfiguratorBase
{
    /// <summary>Takes credentials made of several.</summary>
    public abstract void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials);

    /// <summary>Takes credentials made of a delegate.</summary>
    public abstract void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor);
}
