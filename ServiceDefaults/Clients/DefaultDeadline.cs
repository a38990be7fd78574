using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Digits.ServiceDefaults.Clients;

/// <summary>
/// Gives a unary call that has no deadline one, so that no caller waits for ever. Streams have none: a watch may be silent for hours, and
/// pings find out when its peer is gone.
/// </summary>
public sealed class DefaultDeadline(TimeProvider time) : Interceptor
{
    /// <summary>How long a unary call may take unless its caller says otherwise.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(100);

    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        return continuation(request, context.Options.Deadline is null ? WithDeadline(context) : context);
    }

    private ClientInterceptorContext<TRequest, TResponse> WithDeadline<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class =>
        new(context.Method, context.Host, context.Options.WithDeadline(time.GetUtcNow().UtcDateTime + Time));
}
