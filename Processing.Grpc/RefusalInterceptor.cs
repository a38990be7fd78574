using Digits.Datasets;
using Digits.ServiceDefaults.Errors;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Digits.Processing;

/// <summary>The one place where a refusal of the data sets becomes a status.</summary>
internal sealed class RefusalInterceptor : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (RefusalException refusal)
        {
            throw ToStatus(refusal);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requestStream, context);
        }
        catch (RefusalException refusal)
        {
            throw ToStatus(refusal);
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
        catch (RefusalException refusal)
        {
            throw ToStatus(refusal);
        }
    }

    internal static RpcException ToStatus(RefusalException refusal) => refusal.Kind switch
    {
        RefusalKind.InvalidInput => RpcErrors.InvalidArgument(refusal.Reason, refusal.Message, refusal.Faults),
        RefusalKind.NotFound => RpcErrors.NotFound(refusal.Reason, refusal.Message),
        RefusalKind.NotPossible => RpcErrors.FailedPrecondition(refusal.Reason, refusal.Message),
        RefusalKind.Busy => RpcErrors.Aborted(refusal.Reason, refusal.Message),
        RefusalKind.Exhausted => RpcErrors.ResourceExhausted(refusal.Reason, refusal.Message),
        RefusalKind.Unavailable => RpcErrors.Unavailable(refusal.Reason, refusal.Message),
        RefusalKind.Damaged => RpcErrors.DataLoss(refusal.Reason, refusal.Message),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal.Kind, "No status is known for this kind of refusal."),
    };
}
