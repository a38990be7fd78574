namespace Digits.Processing.Generation;

internal static partial class Log
{
    [LoggerMessage(
        100, LogLevel.Information, "Drew {Dataset} version {Version}: {Count} digits from seed {Seed}.", EventName = "DatasetGenerated")]
    public static partial void DatasetGenerated(ILogger logger, string dataset, string version, int count, uint seed);

    [LoggerMessage(
        101, LogLevel.Information, "The data volume is new: drawing {Count} digits as the data set {Dataset}.", EventName = "StarterBegun")]
    public static partial void StarterBegun(ILogger logger, int count, string dataset);

    [LoggerMessage(102, LogLevel.Warning, "The starter data set could not be made.", EventName = "StarterFailed")]
    public static partial void StarterFailed(ILogger logger, Exception fault);

    [LoggerMessage(104, LogLevel.Warning, "The starter data set could not be made: {Cause}", EventName = "StarterStopped")]
    public static partial void StarterStopped(ILogger logger, string cause);
}
