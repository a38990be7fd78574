namespace Digits.Datasets.Quality;

internal static partial class Log
{
    [LoggerMessage(
        1, LogLevel.Information, "Examined {Dataset} version {Version}: {FindingCount} findings.", EventName = "VersionExamined")]
    public static partial void VersionExamined(ILogger logger, string dataset, string version, int findingCount);

    [LoggerMessage(
        2, LogLevel.Warning, "The quality report of {Dataset} version {Version} could not be kept: {Cause}", EventName = "ReportNotKept")]
    public static partial void ReportNotKept(ILogger logger, string dataset, string version, string cause);
}
