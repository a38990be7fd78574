using Digits.Datasets.Storage;

namespace Digits.Datasets;

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

    [LoggerMessage(
        6,
        LogLevel.Information,
        "{Dataset} has version {Version} by {Kind}: {Added} samples added, {Removed} removed, {Relabeled} relabelled.",
        EventName = "VersionCommitted")]
    public static partial void VersionCommitted(
        ILogger logger, string dataset, string version, ChangeKind kind, int added, int removed, int relabeled);

    [LoggerMessage(7, LogLevel.Error, "Set {Path} aside as {Target}: {Cause}", EventName = "SetAside")]
    public static partial void SetAside(ILogger logger, string path, string target, string cause);

    [LoggerMessage(
        8,
        LogLevel.Warning,
        "Removed what a commit to {Dataset} had begun to write when the process ended.",
        EventName = "CommitUndone")]
    public static partial void CommitUndone(ILogger logger, string dataset);

    [LoggerMessage(
        9,
        LogLevel.Warning,
        "The catalogue did not know the data set {Dataset}; adopted it from its folder with {VersionCount} versions.",
        EventName = "DatasetAdopted")]
    public static partial void DatasetAdopted(ILogger logger, string dataset, int versionCount);

    [LoggerMessage(
        10,
        LogLevel.Warning,
        "The catalogue was missing, old or damaged in what it knew of {Dataset}; its folder tells {VersionCount} versions and {ChangeCount} changes.",
        EventName = "CatalogueMended")]
    public static partial void CatalogueMended(ILogger logger, string dataset, int versionCount, int changeCount);

    [LoggerMessage(
        11,
        LogLevel.Error,
        "{File} is damaged. It was set aside as aside/{Target}; the catalogue is made again from the data sets' folders, and {CorrectionCount} corrections could still be read.",
        EventName = "CatalogueDamaged")]
    public static partial void CatalogueDamaged(ILogger logger, string file, string target, int correctionCount);

    [LoggerMessage(
        12,
        LogLevel.Warning,
        "The description of {Dataset} version {Version} is damaged ({Fault}) and is written again from the catalogue.",
        EventName = "RecordDamaged")]
    public static partial void RecordDamaged(ILogger logger, string dataset, string version, string fault);

    [LoggerMessage(
        13,
        LogLevel.Warning,
        "Not every version could be described beside its files for want of space; the next start tries again.",
        EventName = "NotDescribed")]
    public static partial void NotDescribed(ILogger logger);

    [LoggerMessage(
        14,
        LogLevel.Warning,
        "The data volume is full: its reserve was given up for what frees space.",
        EventName = "ReserveUsed")]
    public static partial void ReserveUsed(ILogger logger);

    [LoggerMessage(15, LogLevel.Warning, "Files of what was deleted from {Dataset} are left, for the next start: {Fault}", EventName = "FilesLeft")]
    public static partial void FilesLeft(ILogger logger, string dataset, string fault);

    [LoggerMessage(
        16,
        LogLevel.Warning,
        "The files of {Dataset} version {Version} were damaged; an import of the same content has written {Count} images again.",
        EventName = "VersionHealed")]
    public static partial void VersionHealed(ILogger logger, string dataset, string version, int count);
}
