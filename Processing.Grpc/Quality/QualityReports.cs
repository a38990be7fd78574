using System.Runtime.ExceptionServices;
using Digits.Processing.Limits;
using Digits.Processing.Storage;
using Digits.Processing.V1;

namespace Digits.Processing.Quality;

/// <summary>
/// Gives the reports of versions. A version never changes, so each is examined once; its report is kept beside it. One is examined at a
/// time, as that takes both memory and all processors.
/// </summary>
internal sealed class QualityReports(DatasetLibrary library, DatasetFolder folder, WorkLimits limits, ILogger<QualityReports> logger)
{
    private const int DefaultSamples = 100;

    private readonly SharedWork<GetQualityReportResponse> _work = new();

    /// <exception cref="Grpc.Core.RpcException">There is no such version, or it is damaged.</exception>
    public async Task<GetQualityReportResponse> GetAsync(GetQualityReportRequest request, CancellationToken cancellationToken)
    {
        var maxSamples = request.HasSamplesPerFinding ? request.SamplesPerFinding : DefaultSamples;
        if (maxSamples is < 0 or > QualityReport.MaxSamples)
        {
            throw Errors.SamplesPerFindingOutOfRange(maxSamples, QualityReport.MaxSamples);
        }

        var version = await library.GetAsync(request.Dataset, request.Version, cancellationToken);
        var key = $"{version.Name}/{version.Version}/{version.IndexHash}";
        var shared = await _work.GetAsync(key, stop => FindOrMakeAsync(version, stop), cancellationToken);

        // The others have it too.
        var report = shared.Clone();
        report.Dataset = version.Name;
        report.Version = version.Version;
        QualityReport.Shorten(report, maxSamples);
        return report;
    }

    private async Task<GetQualityReportResponse> FindOrMakeAsync(StoredVersion version, CancellationToken stop)
    {
        var path = folder.Report(version.Name, version.Version);
        if (QualityReportFile.Read(path, version.IndexHash) is { } kept)
        {
            return kept;
        }

        using var turn = await limits.QualityReports.EnterAsync(stop);
        using var reader = await library.OpenAsync(version, stop);
        var report = await MakeAsync(new VersionSamples(reader), stop);
        Log.VersionExamined(logger, version.Name, version.Version, report.Findings.Count);
        Keep(path, version, report);
        return report;
    }

    // A thread of its own: the pool's have calls to answer.
    private static async Task<GetQualityReportResponse> MakeAsync(VersionSamples samples, CancellationToken stop)
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

    private void Keep(string path, StoredVersion version, GetQualityReportResponse report)
    {
        try
        {
            QualityReportFile.Write(path, version.IndexHash, report);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The version was deleted meanwhile, or the disk is full: the next one who asks waits as this one did.
            Log.ReportNotKept(logger, version.Name, version.Version, fault.Message);
        }
    }
}
