using System.Runtime.ExceptionServices;
using Digits.Datasets.Storage;

namespace Digits.Datasets.Quality;

/// <summary>
/// Gives the reports of versions. A version never changes, so each is examined once; its report is kept beside it. One is examined at a
/// time, as that takes both memory and all processors.
/// </summary>
internal sealed class QualityReports(DatasetLibrary library, DatasetFolder folder, WorkTurns turns, ILogger<QualityReports> logger)
{
    private const int DefaultSamples = 100;

    private readonly SharedWork<QualityReport> _work = new();

    /// <summary>Gives a report, and the version that it is about.</summary>
    /// <param name="name">The data set.</param>
    /// <param name="version">The version; empty for the current one.</param>
    /// <param name="maxSamples">How many samples a finding names at most; null for the usual number.</param>
    /// <param name="cancellationToken">Gives up; an examination that others wait for goes on.</param>
    /// <exception cref="RefusalException">There is no such version, or it is damaged.</exception>
    public async Task<(StoredVersion Version, QualityReport Report)> GetAsync(
        string name, string version, int? maxSamples, CancellationToken cancellationToken)
    {
        var most = maxSamples ?? DefaultSamples;
        if (most is < 0 or > QualityReport.MaxSamples)
        {
            throw Errors.SamplesPerFindingOutOfRange(most, QualityReport.MaxSamples);
        }

        var found = await library.GetAsync(name, version, cancellationToken);
        var key = $"{found.Name}/{found.Version}/{found.IndexHash}";
        var report = await _work.GetAsync(key, stop => FindOrMakeAsync(found, stop), cancellationToken);
        return (found, report.Shortened(most));
    }

    private async Task<QualityReport> FindOrMakeAsync(StoredVersion version, CancellationToken stop)
    {
        var path = folder.Report(version.Name, version.Version);
        if (QualityReportFile.Read(path, version.IndexHash) is { } kept)
        {
            return kept;
        }

        using var turn = await turns.QualityReports(stop);
        using var reader = await library.OpenAsync(version, stop);
        var report = await MakeAsync(new VersionSamples(reader), stop);
        Log.VersionExamined(logger, version.Name, version.Version, report.Findings.Count);
        Keep(path, version, report);
        return report;
    }

    // A thread of its own: the pool's have calls to answer.
    private static async Task<QualityReport> MakeAsync(VersionSamples samples, CancellationToken stop)
    {
        try
        {
            return await Task.Factory.StartNew(
                () => QualityReport.Make(samples, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (AggregateException faults)
        {
            // Several threads may have met the same damage.
            ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]);
            throw;
        }
    }

    private void Keep(string path, StoredVersion version, QualityReport report)
    {
        try
        {
            QualityReportFile.Write(path, version.IndexHash, report);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The version was deleted meanwhile, or the disk is full: the next request examines the version again.
            Log.ReportNotKept(logger, version.Name, version.Version, fault.Message);
        }
    }
}

internal static partial class Log
{
    [LoggerMessage(
        1, LogLevel.Information, "Examined {Dataset} version {Version}: {FindingCount} findings.", EventName = "VersionExamined")]
    public static partial void VersionExamined(ILogger logger, string dataset, string version, int findingCount);

    [LoggerMessage(
        2, LogLevel.Warning, "The quality report of {Dataset} version {Version} could not be kept: {Cause}", EventName = "ReportNotKept")]
    public static partial void ReportNotKept(ILogger logger, string dataset, string version, string cause);
}
