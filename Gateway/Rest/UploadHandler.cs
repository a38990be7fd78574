using Digits.Gateway.Errors;
using Digits.Gateway.Services;
using Digits.Gateway.Transcoding;
using Digits.Gateway.Uploads;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Digits.Gateway.Rest;

/// <summary>Answers an upload: a form with files, or one bare file.</summary>
internal sealed class UploadHandler(PeerChannels channels, ILogger<UploadHandler> logger)
{
    // A phone may lose its network for a while in the middle of a file.
    private static readonly MinDataRate SlowestRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(30));

    public async Task InvokeAsync(HttpContext context, RestRoute route)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            // Over HTTP/2 Kestrel has one rate for the whole connection; a single request can only be left out of it.
            rate.MinDataRate = HttpProtocol.IsHttp2(context.Request.Protocol) ? null : SlowestRate;
        }

        var shape = route.Upload!;
        var source = UploadSource.Of(context, shape);
        var settings = BindAddress(context, route, shape);

        var service = await channels.ReachAsync(route.Rpc.Peer, context.RequestAborted);
        var call = service.AsyncClientStreamingCall(
            route.Rpc.Method, null, new CallOptions(cancellationToken: context.RequestAborted));
        await using var upload = new UploadCall(shape, call, context.RequestAborted);
        try
        {
            if (settings is not null)
            {
                await upload.SendSettingsAsync(settings);
            }

            await source.SendAsync(upload);
            await upload.CompleteAsync();
        }
        catch (Exception exception) when (
            !context.RequestAborted.IsCancellationRequested
            && (exception is RpcException or OperationCanceledException || (exception is InvalidOperationException && upload.Response.IsCompleted)))
        {
            // The service answered before the end of the upload. The caller gets that answer now and should stop sending.
            Log.UploadCutShort(logger, route.Rpc.Descriptor.FullName);
            context.Response.Headers.Connection = "close";
        }

        await route.Response.WriteAsync(context, await upload.Response);
    }

    // Query parameters name fields of the settings; path variables name fields of the whole request message.
    private static IMessage? BindAddress(HttpContext context, RestRoute route, UploadShape shape)
    {
        var faults = new RequestFaults();
        var request = shape.NewRequest();
        route.Binder.BindPath(context.Request.RouteValues, request, faults);
        foreach (var (key, values) in context.Request.Query)
        {
            foreach (var value in values)
            {
                if (value?.Length > RequestBinder.MaxQueryValueLength)
                {
                    faults.Add(key, $"is longer than {RequestBinder.MaxQueryValueLength} characters");
                    continue;
                }

                var settings = shape.SettingsOf(request);
                shape.WriteSetting(settings, key, value ?? "", faults);
            }
        }

        faults.ThrowIfAny();
        return (IMessage?)shape.Settings.Accessor.GetValue(request);
    }
}
