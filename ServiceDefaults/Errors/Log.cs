using Microsoft.Extensions.Logging;

namespace Digits.ServiceDefaults.Errors;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "{Method} failed.", EventName = "CallFailed")]
    public static partial void CallFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(2, LogLevel.Debug, "{Method} was cancelled by its caller.", EventName = "CallCancelled")]
    public static partial void CallCancelled(ILogger logger, string method);
}
