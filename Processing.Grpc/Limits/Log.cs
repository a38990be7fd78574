namespace Digits.Processing.Limits;

internal static partial class Log
{
    [LoggerMessage(
        120,
        LogLevel.Information,
        "{Method} was ended: its caller took nothing of the answer for {Patience}.",
        EventName = "CallerStalled")]
    public static partial void CallerStalled(ILogger logger, string method, TimeSpan patience);
}
