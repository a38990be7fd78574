using Digits.ServiceDefaults.Errors;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Digits.ServiceDefaults.Storage;

/// <summary>
/// Answers a call that failed because of a full, read-only or broken disk with DISK_FULL, DISK_READ_ONLY or DISK_FAILED. Logs one line
/// without the stack trace, which would add nothing.
/// </summary>
internal sealed partial class StorageFaultInterceptor(string volume, ILogger<StorageFaultInterceptor> logger) : FaultInterceptor
{
    protected override bool Handles(Exception exception, ServerCallContext context) =>
        exception is not RpcException && FaultOf(exception, context) is not null;

    protected override RpcException Translate(Exception exception, ServerCallContext context)
    {
        var fault = FaultOf(exception, context)!.Value;
        Stopped(logger, context.Method, StorageFaults.Describe(fault, volume));
        return StorageFaults.ToRpc(fault, volume);
    }

    // The call's own connection can fail with an IOException too; a caller who has gone needs no answer about a disk.
    private static StorageFault? FaultOf(Exception exception, ServerCallContext context) =>
        context.CancellationToken.IsCancellationRequested ? null : StorageFaults.Find(exception);

    [LoggerMessage(1, LogLevel.Warning, "{Method} was stopped: {Fault}", EventName = "StoppedByStorage")]
    private static partial void Stopped(ILogger logger, string method, string fault);
}

/// <summary>Adds <see cref="StorageFaultInterceptor"/>.</summary>
public static class StorageFaultRegistration
{
    /// <summary>Makes every gRPC call of this process report a full, read-only or broken disk. Must be called after AddGrpcDefaults.</summary>
    /// <param name="builder">The host to be.</param>
    /// <param name="volume">What the volume is called in messages, for example "model volume".</param>
    public static WebApplicationBuilder AddStorageFaults(this WebApplicationBuilder builder, string volume)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<GrpcServiceOptions>(options => options.Interceptors.Add<StorageFaultInterceptor>(volume));
        return builder;
    }
}
