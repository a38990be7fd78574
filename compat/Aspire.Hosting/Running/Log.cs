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

    [LoggerMessage(11, LogLevel.Information, "Waiting for '{Dependency}' to {Goal}.", EventName = "WaitsFor")]
    public static partial void WaitsFor(ILogger logger, string dependency, string goal);

    [LoggerMessage(12, LogLevel.Information, "Finished waiting for '{Dependency}'.", EventName = "WaitedFor")]
    public static partial void WaitedFor(ILogger logger, string dependency);

    [LoggerMessage(13, LogLevel.Error, "Command '{Command}' of '{Resource}' failed.", EventName = "CommandFailed")]
    public static partial void CommandFailed(ILogger logger, string command, string resource, Exception fault);

    [LoggerMessage(14, LogLevel.Information, "Now listening on: {Url}", EventName = "NowListening")]
    public static partial void NowListening(ILogger logger, string url);

    [LoggerMessage(15, LogLevel.Information, "Login to the dashboard at {Url}", EventName = "LoginLink")]
    public static partial void LoginLink(ILogger logger, string url);

    [LoggerMessage(16, LogLevel.Information, "There is no dashboard: {Reason}.", EventName = "NoDashboard")]
    public static partial void NoDashboard(ILogger logger, string reason);

    [LoggerMessage(17, LogLevel.Error, "The dashboard ended with exit code {ExitCode}; everything else runs on. It said last:{Lines}", EventName = "DashboardDied")]
    public static partial void DashboardDied(ILogger logger, int exitCode, string lines);

    [LoggerMessage(18, LogLevel.Error, "The dashboard cannot be told about the resources: nothing can listen on {Url}.", EventName = "ResourceServiceFailed")]
    public static partial void ResourceServiceFailed(ILogger logger, string url, Exception fault);
}
