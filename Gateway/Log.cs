using Digits.ServiceDefaults.Clients;
using Grpc.Core;
using Yarp.ReverseProxy.Forwarder;

namespace Digits.Gateway;

/// <summary>The gateway's log messages. Shorten every text that comes from a caller before logging it.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Count} routes from {Services} services.", EventName = "RoutesBuilt")]
    public static partial void RoutesBuilt(ILogger logger, int count, int services);

    [LoggerMessage(2, LogLevel.Information, "{Method} answered {Code}: {Detail}", EventName = "CallFailed")]
    public static partial void CallFailed(ILogger logger, string method, StatusCode code, string detail);

    [LoggerMessage(7, LogLevel.Debug, "{Method} refused a request with {Code}: {Detail}", EventName = "CallRefused")]
    public static partial void CallRefused(ILogger logger, string method, StatusCode code, string detail);

    [LoggerMessage(8, LogLevel.Information, "{Service} does not answer.", EventName = "ServiceAway")]
    public static partial void ServiceAway(ILogger logger, Peer service);

    [LoggerMessage(9, LogLevel.Information, "{Service} answers.", EventName = "ServiceThere")]
    public static partial void ServiceThere(ILogger logger, Peer service);

    [LoggerMessage(3, LogLevel.Error, "{HttpMethod} {Path} failed.", EventName = "RequestFailed")]
    public static partial void RequestFailed(ILogger logger, string httpMethod, string path, Exception exception);

    [LoggerMessage(4, LogLevel.Debug, "The caller of {HttpMethod} {Path} went away.", EventName = "CallerGone")]
    public static partial void CallerGone(ILogger logger, string httpMethod, string path);

    [LoggerMessage(5, LogLevel.Information, "The stream of {Method} ended with {Code}: {Detail}", EventName = "StreamFailed")]
    public static partial void StreamFailed(ILogger logger, string method, StatusCode code, string detail);

    [LoggerMessage(6, LogLevel.Information, "{Method} answered before the upload was complete.", EventName = "UploadCutShort")]
    public static partial void UploadCutShort(ILogger logger, string method);

    [LoggerMessage(10, LogLevel.Information, "{Method} could not be forwarded: {Error}.", EventName = "ForwardFailed")]
    public static partial void ForwardFailed(ILogger logger, string method, ForwarderError error);
}
