namespace Digits.Training.Runs;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Run {Run} started on data set {Dataset} version {Version}.", EventName = "RunStarted")]
    public static partial void RunStarted(ILogger logger, string run, string dataset, string version);

    [LoggerMessage(2, LogLevel.Information, "Run {Run} registered model {Model} version {Version}.", EventName = "RunSucceeded")]
    public static partial void RunSucceeded(ILogger logger, string run, string model, int version);

    [LoggerMessage(3, LogLevel.Information, "Run {Run} was cancelled.", EventName = "RunCancelled")]
    public static partial void RunCancelled(ILogger logger, string run);

    [LoggerMessage(4, LogLevel.Warning, "Run {Run} was interrupted by a restart.", EventName = "RunInterrupted")]
    public static partial void RunInterrupted(ILogger logger, string run);

    [LoggerMessage(6, LogLevel.Warning, "Run {Run} failed: {Fault}", EventName = "RunStoppedByStorage")]
    public static partial void RunStoppedByStorage(ILogger logger, string run, string fault);

    [LoggerMessage(7, LogLevel.Warning, "The end of run {Run} cannot be written down and is tried again: {Fault}", EventName = "EndNotStored")]
    public static partial void EndNotStored(ILogger logger, string run, string fault);

    [LoggerMessage(8, LogLevel.Warning, "Runs wait: {Fault}", EventName = "QueueStopped")]
    public static partial void QueueStopped(ILogger logger, string fault);

    [LoggerMessage(5, LogLevel.Error, "Run {Run} failed.", EventName = "RunFailed")]
    public static partial void RunFailed(ILogger logger, string run, Exception exception);
}
