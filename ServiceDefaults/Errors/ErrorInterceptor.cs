using Grpc.Core;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Digits.ServiceDefaults.Errors;

/// <summary>
/// The one place where an unhandled exception becomes a status: INTERNAL without its text, or CANCELLED when the caller has gone. An
/// <see cref="RpcException"/> passes as it is, except that a message beyond the limit is cut.
/// </summary>
internal sealed partial class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : FaultInterceptor
{
    protected override bool Handles(Exception exception, ServerCallContext context) =>
        exception is not RpcException status || status.Status.Detail.Length > RpcErrors.MaxMessageLength;

    protected override RpcException Translate(Exception exception, ServerCallContext context)
    {
        if (exception is RpcException status)
        {
            // A message beyond the limit of trailers would break the connection, and with it the calls of others.
            return new RpcException(
                new Status(status.StatusCode, CallerText.Shorten(status.Status.Detail, RpcErrors.MaxMessageLength)), status.Trailers);
        }

        if (IsCallerGone(exception, context))
        {
            CallCancelled(logger, context.Method);
            return RpcErrors.Cancelled("CALL_CANCELLED", "The call was cancelled.");
        }

        CallFailed(logger, context.Method, exception);
        return RpcErrors.Internal("INTERNAL", "The service failed on this call; its log gives the reason.");
    }

    // Any failure after the caller has gone is a consequence of that. Reading the caller's stream may fail before the token is cancelled.
    private static bool IsCallerGone(Exception exception, ServerCallContext context) =>
        context.CancellationToken.IsCancellationRequested
        || exception is ConnectionResetException or ConnectionAbortedException
        || (exception is IOException && context.GetHttpContext().RequestAborted.IsCancellationRequested);

    [LoggerMessage(1, LogLevel.Error, "{Method} failed.", EventName = "CallFailed")]
    private static partial void CallFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(2, LogLevel.Debug, "{Method} was cancelled by its caller.", EventName = "CallCancelled")]
    private static partial void CallCancelled(ILogger logger, string method);
}
