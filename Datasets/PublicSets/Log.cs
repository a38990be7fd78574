namespace Digits.Datasets.PublicSets;

internal static partial class Log
{
    [LoggerMessage(60, LogLevel.Warning, "{Path} cannot be read.", EventName = "PublicFileUnreadable")]
    public static partial void FileUnreadable(ILogger logger, Exception fault, string path);

    [LoggerMessage(61, LogLevel.Information, "{Path} is not the published {File}.", EventName = "PublicFileNotAsPublished")]
    public static partial void FileNotAsPublished(ILogger logger, string path, string file);

    [LoggerMessage(62, LogLevel.Information, "Fetching {Address} from byte {Start} on.", EventName = "FetchStarted")]
    public static partial void FetchStarted(ILogger logger, string address, long start);

    [LoggerMessage(63, LogLevel.Information, "Fetched {Address}, {Size} bytes.", EventName = "FetchEnded")]
    public static partial void FetchEnded(ILogger logger, string address, long size);

    [LoggerMessage(64, LogLevel.Warning, "Fetching {Address} broke off after {Size} bytes: {Cause}", EventName = "FetchBroken")]
    public static partial void FetchBroken(ILogger logger, string address, long size, string cause);

    [LoggerMessage(65, LogLevel.Error, "What came from {Address} is not the published file; it was deleted.", EventName = "FetchCorrupt")]
    public static partial void FetchCorrupt(ILogger logger, string address);

    [LoggerMessage(66, LogLevel.Information, "Installed {PublicSet} as {Dataset}: {Origin}.", EventName = "PublicSetInstalled")]
    public static partial void Installed(ILogger logger, string publicSet, string dataset, string origin);
}
