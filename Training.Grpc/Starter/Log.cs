namespace Digits.Training.Starter;

internal static partial class Log
{
    [LoggerMessage(
        100, LogLevel.Information, "There is no model yet: run {Run} trains a first one on the data set {Dataset}.", EventName = "StarterQueued")]
    public static partial void StarterQueued(ILogger logger, string run, string dataset);

    [LoggerMessage(
        101, LogLevel.Information, "No first model is trained: {Reason}", EventName = "StarterGivenUp")]
    public static partial void StarterGivenUp(ILogger logger, string reason);

    [LoggerMessage(102, LogLevel.Warning, "The starter model cannot be trained.", EventName = "StarterFailed")]
    public static partial void StarterFailed(ILogger logger, Exception fault);
}
