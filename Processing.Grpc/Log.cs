namespace Digits.Processing;

internal static partial class Log
{
    [LoggerMessage(
        1,
        LogLevel.Information,
        "Imported {Dataset} version {Version}: {TrainCount} train, {ValidationCount} validation and {TestCount} test samples.",
        EventName = "DatasetImported")]
    public static partial void DatasetImported(
        ILogger logger, string dataset, string version, int trainCount, int validationCount, int testCount);

    [LoggerMessage(2, LogLevel.Information, "Deleted {Dataset}, {VersionCount} versions.", EventName = "DatasetDeleted")]
    public static partial void DatasetDeleted(ILogger logger, string dataset, int versionCount);

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "Removed {Count} files and folders that interrupted work had left.",
        EventName = "LeftoversRemoved")]
    public static partial void LeftoversRemoved(ILogger logger, int count);

    [LoggerMessage(4, LogLevel.Error, "The files of {Dataset} version {Version} are damaged: {Finding}", EventName = "VersionDamaged")]
    public static partial void VersionDamaged(ILogger logger, string dataset, string version, string finding);

    [LoggerMessage(5, LogLevel.Error, "The data volume has no space left.", EventName = "DiskFull")]
    public static partial void DiskFull(ILogger logger, Exception fault);

    [LoggerMessage(
        6,
        LogLevel.Information,
        "{Dataset} has version {Version} by {Kind}: {Added} samples added, {Removed} removed, {Relabeled} relabelled.",
        EventName = "VersionCommitted")]
    public static partial void VersionCommitted(
        ILogger logger, string dataset, string version, V1.ChangeKind kind, int added, int removed, int relabeled);
}
