using Digits.ServiceDefaults.Errors;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Digits.ServiceDefaults.Storage;

/// <summary>
/// Answers a call that a full, read-only or broken disk stopped with what happened: DISK_FULL, DISK_READ_ONLY or DISK_FAILED. Logs one
/// line, since the trace of a write that found no space tells nothing.
/// </summary>
internal sealed partial class StorageFaultInterceptor(string volume, ILogger<StorageFaultInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception) when (exception is not RpcException && FaultOf(exception, context) is { } fault)
        {
            throw Translate(fault, context);
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
        catch (Exception exception) when (exception is not RpcException && FaultOf(exception, context) is { } fault)
        {
            throw Translate(fault, context);
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
        catch (Exception exception) when (exception is not RpcException && FaultOf(exception, context) is { } fault)
        {
            throw Translate(fault, context);
        }
    }

    // The call's own connection can fail with an IOException too; the caller who is gone needs no answer about a disk.
    private static StorageFault? FaultOf(Exception exception, ServerCallContext context) =>
        context.CancellationToken.IsCancellationRequested ? null : StorageFaults.Find(exception);

    private RpcException Translate(StorageFault fault, ServerCallContext context)
    {
        Stopped(logger, context.Method, StorageFaults.Describe(fault, volume));
        return ToRpc(fault, volume);
    }

    /// <summary>The answer to a call that the fault stopped.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="volume">What the volume is called, for example "model volume".</param>
    internal static RpcException ToRpc(StorageFault fault, string volume)
    {
        var message = StorageFaults.Describe(fault, volume);
        return fault switch
        {
            StorageFault.Full => RpcErrors.ResourceExhausted("DISK_FULL", message),
            StorageFault.ReadOnly => RpcErrors.FailedPrecondition("DISK_READ_ONLY", message),
            _ => RpcErrors.Internal("DISK_FAILED", message),
        };
    }

    [LoggerMessage(1, LogLevel.Warning, "{Method} was stopped: {Fault}", EventName = "StoppedByStorage")]
    private static partial void Stopped(ILogger logger, string method, string fault);
}

/// <summary>Adds <see cref="StorageFaultInterceptor"/>.</summary>
public static class StorageFaultRegistration
{
    /// <summary>Makes every gRPC call of this process tell of a full, read-only or broken disk. To be called after AddGrpcDefaults.</summary>
    /// <param name="builder">The host to be.</param>
    /// <param name="volume">What the volume is called in messages, for example "model volume".</param>
    public static WebApplicationBuilder AddStorageFaults(this WebApplicationBuilder builder, string volume)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<GrpcServiceOptions>(options => options.Interceptors.Add<StorageFaultInterceptor>(volume));
        return builder;
    }
}
