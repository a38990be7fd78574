using Digits.Processing.Formats.Export;
using Digits.Processing.Generation;
using Digits.Processing.Import;
using Digits.Processing.Limits;
using Digits.Processing.Quality;
using Digits.Processing.Samples;
using Digits.Processing.Storage;
using Digits.Processing.V1;
using Digits.Processing.Versions;
using Digits.ServiceDefaults.Settings;
using Google.Protobuf;
using Grpc.Core;

namespace Digits.Processing;

/// <summary>The calls of the service, each handed to the part that does it.</summary>
internal sealed class ProcessingGrpcService(
    DatasetImporter importer,
    DatasetGenerator generator,
    DatasetLibrary library,
    DatasetEditor editor,
    VersionCommits commits,
    VersionHistory history,
    SamplePages pages,
    SampleStream stream,
    QualityReports reports,
    DatasetExport export,
    WorkLimits limits,
    Patience patience,
    DigitsConfig config)
    : ProcessingService.ProcessingServiceBase
{
    public override async Task<ImportDatasetResponse> ImportDataset(
        IAsyncStreamReader<ImportDatasetRequest> requestStream, ServerCallContext context)
    {
        var (version, report) = await importer.ImportAsync(requestStream, context.CancellationToken);
        return new ImportDatasetResponse { Dataset = await history.DescribeAsync(version, context.CancellationToken), Report = report };
    }

    public override async Task GenerateDataset(
        GenerateDatasetRequest request, IServerStreamWriter<GenerateDatasetResponse> responseStream, ServerCallContext context)
    {
        var plan = generator.Plan(request);
        responseStream = patience.With(responseStream, context);
        using var turn = await limits.Generations.EnterAsync(context.CancellationToken);
        var version = await generator.GenerateAsync(plan, Report, context.CancellationToken);
        var dataset = await history.DescribeAsync(version, context.CancellationToken);
        await responseStream.WriteAsync(
            new GenerateDatasetResponse { Drawn = plan.Count, Count = plan.Count, Dataset = dataset }, context.CancellationToken);

        Task Report(int drawn) =>
            responseStream.WriteAsync(new GenerateDatasetResponse { Drawn = drawn, Count = plan.Count }, context.CancellationToken);
    }

    public override Task<ListDatasetsResponse> ListDatasets(ListDatasetsRequest request, ServerCallContext context) =>
        history.ListDatasetsAsync(request, context.CancellationToken);

    public override async Task<GetDatasetResponse> GetDataset(GetDatasetRequest request, ServerCallContext context)
    {
        var version = await library.GetAsync(request.Dataset, request.Version, context.CancellationToken);
        return new GetDatasetResponse { Dataset = await history.DescribeAsync(version, context.CancellationToken) };
    }

    public override async Task<DeleteDatasetResponse> DeleteDataset(DeleteDatasetRequest request, ServerCallContext context)
    {
        await library.DeleteAsync(request.Dataset, request.Version, context.CancellationToken);
        return new DeleteDatasetResponse();
    }

    public override Task<ListVersionsResponse> ListVersions(ListVersionsRequest request, ServerCallContext context) =>
        history.ListAsync(request, context.CancellationToken);

    public override async Task<CompareVersionsResponse> CompareVersions(CompareVersionsRequest request, ServerCallContext context)
    {
        using var turn = await limits.Comparisons.EnterAsync(context.CancellationToken);
        return await history.CompareAsync(request, context.CancellationToken);
    }

    public override async Task<RestoreVersionResponse> RestoreVersion(RestoreVersionRequest request, ServerCallContext context)
    {
        var change = Change.Checked(ChangeKind.Restore, request.Author, request.Note);
        var version = await commits.RestoreAsync(request.Dataset, request.Version, change, context.CancellationToken);
        return new RestoreVersionResponse { Dataset = await history.DescribeAsync(version, context.CancellationToken) };
    }

    public override async Task<SplitDatasetResponse> SplitDataset(SplitDatasetRequest request, ServerCallContext context)
    {
        var rule = ImportSettingsCheck.Split(
            request.HasSplitRatio ? request.SplitRatio : config.SplitRatio, request.ValidationRatio, request.Seed);
        var change = Change.Checked(ChangeKind.Split, request.Author);
        var version = await editor.SplitAsync(request.Dataset, rule, request.KeepTest, change, context.CancellationToken);
        return new SplitDatasetResponse { Dataset = await history.DescribeAsync(version, context.CancellationToken) };
    }

    public override Task<GetQualityReportResponse> GetQualityReport(GetQualityReportRequest request, ServerCallContext context) =>
        reports.GetAsync(request, context.CancellationToken);

    public override async Task<AddSamplesResponse> AddSamples(AddSamplesRequest request, ServerCallContext context)
    {
        var samples = EditRequests.Samples(request, config);
        var change = Change.Checked(ChangeKind.Add, request.Author, request.Note);
        var (version, numbers) = await editor.AddAsync(request.Dataset, samples, change, context.CancellationToken);
        var dataset = await history.DescribeAsync(version, context.CancellationToken);
        return new AddSamplesResponse { Dataset = dataset, Numbers = { numbers } };
    }

    public override async Task<RelabelSamplesResponse> RelabelSamples(RelabelSamplesRequest request, ServerCallContext context)
    {
        var labels = EditRequests.Labels(request);
        var change = Change.Checked(ChangeKind.Relabel, request.Author, request.Note);
        var version = await editor.RelabelAsync(request.Dataset, labels, change, context.CancellationToken);
        return new RelabelSamplesResponse { Dataset = await history.DescribeAsync(version, context.CancellationToken) };
    }

    public override async Task<RemoveSamplesResponse> RemoveSamples(RemoveSamplesRequest request, ServerCallContext context)
    {
        var numbers = EditRequests.Numbers(request);
        var change = Change.Checked(ChangeKind.Remove, request.Author, request.Note);
        var version = await editor.RemoveAsync(request.Dataset, numbers, change, context.CancellationToken);
        return new RemoveSamplesResponse { Dataset = await history.DescribeAsync(version, context.CancellationToken) };
    }

    public override async Task<ListSamplesResponse> ListSamples(ListSamplesRequest request, ServerCallContext context)
    {
        using var turn = await limits.Pages.EnterAsync(context.CancellationToken);
        return await pages.ReadAsync(request, context.CancellationToken);
    }

    public override async Task ExportDataset(
        ExportDatasetRequest request, IServerStreamWriter<ExportDatasetResponse> responseStream, ServerCallContext context)
    {
        using var turn = await limits.Exports.EnterAsync(context.CancellationToken);
        await export.SendAsync(request, patience.With(responseStream, context), context.CancellationToken);
    }

    public override async Task StreamSamples(
        StreamSamplesRequest request, IServerStreamWriter<StreamSamplesResponse> responseStream, ServerCallContext context)
    {
        using var turn = await limits.SampleStreams.EnterAsync(context.CancellationToken);
        await stream.SendAsync(request, patience.With(responseStream, context), context.CancellationToken);
    }

    public override Task<NormalizeImageResponse> NormalizeImage(NormalizeImageRequest request, ServerCallContext context) =>
        Task.FromResult(new NormalizeImageResponse { Png = ByteString.CopyFrom(NormalizedImage.Make(request.Data.IsEmpty ? request.Png : request.Data)) });
}
