using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Digits.ServiceDefaults.Errors;

/// <summary>
/// The one place where a leftover exception becomes a status: INTERNAL without its text, or CANCELLED when the caller is gone. An
/// <see cref="RpcException"/> passes as it is, but that an endless message is cut.
/// </summary>
internal sealed class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception) when (NeedsTranslation(exception))
        {
            throw Translate(exception, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requestStream, context);
        }
        catch (Exception exception) when (NeedsTranslation(exception))
        {
            throw Translate(exception, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception exception) when (NeedsTranslation(exception))
        {
            throw Translate(exception, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception exception) when (NeedsTranslation(exception))
        {
            throw Translate(exception, context);
        }
    }

    private static bool NeedsTranslation(Exception exception) =>
        exception is not RpcException status || status.Status.Detail.Length > RpcErrors.MaxMessageLength;

    private RpcException Translate(Exception exception, ServerCallContext context)
    {
        if (exception is RpcException status)
        {
            // A message beyond the limit of trailers would break the connection, and with it the calls of others.
            return new RpcException(
                new Status(status.StatusCode, CallerText.Shorten(status.Status.Detail, RpcErrors.MaxMessageLength)), status.Trailers);
        }

        if (IsCallerGone(exception, context))
        {
            Log.CallCancelled(logger, context.Method);
            return RpcErrors.Cancelled("CALL_CANCELLED", "The call was cancelled.");
        }

        Log.CallFailed(logger, context.Method, exception);
        return RpcErrors.Internal("INTERNAL", "The service failed on this call; its log tells why.");
    }

    // Whatever fails after the caller has gone fails because of that. Reading its stream may fail before the token knows.
    private static bool IsCallerGone(Exception exception, ServerCallContext context) =>
        context.CancellationToken.IsCancellationRequested
        || exception is ConnectionResetException or ConnectionAbortedException
        || (exception is IOException && context.GetHttpContext().RequestAborted.IsCancellationRequested);
}
