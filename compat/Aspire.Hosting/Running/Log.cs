using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>What the application host says about the application and its resources.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Aspire version: {Version}", EventName = "AspireVersion")]
    public static partial void AspireVersion(ILogger logger, string version);

    [LoggerMessage(2, LogLevel.Information, "Distributed application starting.", EventName = "Starting")]
    public static partial void Starting(ILogger logger);

    [LoggerMessage(3, LogLevel.Information, "Application host directory is: {Directory}", EventName = "AppHostDirectory")]
    public static partial void AppHostDirectory(ILogger logger, string directory);

    [LoggerMessage(4, LogLevel.Information, "Distributed application started. Press Ctrl+C to shut down.", EventName = "Started")]
    public static partial void Started(ILogger logger);

    [LoggerMessage(5, LogLevel.Error, "Resource '{Resource}' failed to start. {Reason}", EventName = "ResourceFailedToStart")]
    public static partial void ResourceFailedToStart(ILogger logger, string resource, string reason);

    [LoggerMessage(6, LogLevel.Error, "Resource '{Resource}' failed to start.", EventName = "ResourceFailedToStartUnexpectedly")]
    public static partial void ResourceFailedToStartUnexpectedly(ILogger logger, string resource, Exception fault);

    [LoggerMessage(7, LogLevel.Error, "Resource '{Resource}' ended with exit code {ExitCode}.", EventName = "ResourceDied")]
    public static partial void ResourceDied(ILogger logger, string resource, int exitCode);

    [LoggerMessage(8, LogLevel.Information, "Resource '{Resource}' has finished.", EventName = "ResourceFinished")]
    public static partial void ResourceFinished(ILogger logger, string resource);

    [LoggerMessage(9, LogLevel.Warning, "Resource '{Resource}' did not stop within {Seconds} s and was killed.", EventName = "ResourceKilled")]
    public static partial void ResourceKilled(ILogger logger, string resource, double seconds);

    [LoggerMessage(10, LogLevel.Error, "A handler of '{Resource}' being ready failed.", EventName = "ReadyHandlerFailed")]
    public static partial void ReadyHandlerFailed(ILogger logger, string resource, Exception fault);
}
