namespace Digits.Datasets.Generation;

internal static partial class Log
{
    [LoggerMessage(
        100, LogLevel.Information, "Drew {Dataset} version {Version}: {Count} digits from seed {Seed}.", EventName = "DatasetGenerated")]
    public static partial void DatasetGenerated(ILogger logger, string dataset, string version, int count, uint seed);
}
