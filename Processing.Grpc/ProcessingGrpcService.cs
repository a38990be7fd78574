using Digits.Datasets;
using Digits.Datasets.Combining;
using Digits.Datasets.Editing;
using Digits.Datasets.Formats;
using Digits.Datasets.Generation;
using Digits.Datasets.Import;
using Digits.Datasets.Quality;
using Digits.Datasets.Storage;
using Digits.Datasets.Versions;
using Digits.Imaging;
using Digits.Processing.History;
using Digits.Processing.Import;
using Digits.Processing.Limits;
using Digits.Processing.Mapping;
using Digits.Processing.Samples;
using Digits.Processing.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;
using ChangeKind = Digits.Datasets.Storage.ChangeKind;

namespace Digits.Processing;

/// <summary>The calls of the service, each handed to the part that does it.</summary>
internal sealed class ProcessingGrpcService(
    DatasetFolder folders,
    DatasetImporter importer,
    DatasetGenerator generator,
    DatasetCombiner combiner,
    DatasetLibrary library,
    DatasetEditor editor,
    VersionCommits commits,
    VersionHistory history,
    SamplePages pages,
    SampleStream stream,
    QualityReports reports,
    DatasetExport export,
    IOptions<ImportOptions> options,
    WorkLimits limits,
    Patience patience,
    DatasetSettings configured)
    : ProcessingService.ProcessingServiceBase
{
    public override async Task<ImportDatasetResponse> ImportDataset(
        IAsyncStreamReader<ImportDatasetRequest> requestStream, ServerCallContext context)
    {
        using var slot = await limits.Uploads.EnterAsync(context.CancellationToken);
        using var folder = folders.CreateWorkFolder();
        await using var upload = new UploadReceiver(folder, options.Value, patience);
        await upload.ReceiveAsync(requestStream, context.CancellationToken);
        var settings = ImportMapping.ToDomain(upload.Settings);
        if (settings.DryRun)
        {
            var (preview, understood) = await importer.PreviewAsync(upload.Files, folder, settings, context.CancellationToken);
            return new ImportDatasetResponse
            {
                Report = ImportMapping.ToProto(understood),
                Preview = ImportMapping.ToProto(preview, understood.Format),
            };
        }

        var change = ImportSettingsCheck.ChangeOf(settings, upload.Files);
        var (version, report) = await importer.ImportAsync(upload.Files, folder, settings, change, context.CancellationToken);
        var dataset = await history.DescribeAsync(version, context.CancellationToken);
        return new ImportDatasetResponse { Dataset = dataset, Report = ImportMapping.ToProto(report) };
    }

    public override async Task GenerateDataset(
        GenerateDatasetRequest request, IServerStreamWriter<GenerateDatasetResponse> responseStream, ServerCallContext context)
    {
        var plan = generator.Plan(
            request.Name,
            request.Alphabet,
            request.Count,
            request.Seed,
            request.HasSplitRatio ? request.SplitRatio : null,
            request.ValidationRatio,
            request.Author,
            (Datasets.Formats.ImportMode)request.Mode);
        responseStream = patience.With(responseStream, context);
        using var turn = await limits.Generations.EnterAsync(context.CancellationToken);
        var version = await generator.GenerateAsync(plan, Report, context.CancellationToken);
        var dataset = await history.DescribeAsync(version, context.CancellationToken);
        await responseStream.WriteAsync(
            new GenerateDatasetResponse { Drawn = plan.Count, Count = plan.Count, Dataset = dataset }, context.CancellationToken);

        Task Report(int drawn) =>
            responseStream.WriteAsync(new GenerateDatasetResponse { Drawn = drawn, Count = plan.Count }, context.CancellationToken);
    }

    public override async Task CombineDatasets(
        CombineDatasetsRequest request, IServerStreamWriter<CombineDatasetsResponse> responseStream, ServerCallContext context)
    {
        var combination = CombinationMapping.ToDomain(request);
        combination.Check();
        responseStream = patience.With(responseStream, context);
        using var turn = await limits.Combinations.EnterAsync(context.CancellationToken);
        var combined = await combiner.CombineAsync(combination, Report, context.CancellationToken);
        var total = combined.Taken.Sum();
        var dataset = await history.DescribeAsync(combined.Version, context.CancellationToken);
        await responseStream.WriteAsync(
            new CombineDatasetsResponse
            {
                Taken = total,
                Count = total,
                Dataset = dataset,
                SourceCounts = { combined.Taken },
                Moved = combined.Moved,
            },
            context.CancellationToken);

        Task Report(int taken, int count) =>
            responseStream.WriteAsync(new CombineDatasetsResponse { Taken = taken, Count = count }, context.CancellationToken);
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
        await library.DeleteAsync(request.Dataset, request.Version, request.ExpectedCurrent, context.CancellationToken);
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
        var version = await commits.RestoreAsync(request.Dataset, request.Version, request.ExpectedCurrent, change, context.CancellationToken);
        return new RestoreVersionResponse { Dataset = await history.DescribeAsync(version, context.CancellationToken) };
    }

    public override async Task<SplitDatasetResponse> SplitDataset(SplitDatasetRequest request, ServerCallContext context)
    {
        var rule = SplitRule.Checked(
            request.HasSplitRatio ? request.SplitRatio : configured.SplitRatio, request.ValidationRatio, request.Seed);
        var change = Change.Checked(ChangeKind.Split, request.Author);
        var version = await editor.SplitAsync(request.Dataset, rule, request.KeepTest, change, context.CancellationToken);
        return new SplitDatasetResponse { Dataset = await history.DescribeAsync(version, context.CancellationToken) };
    }

    public override async Task<GetQualityReportResponse> GetQualityReport(GetQualityReportRequest request, ServerCallContext context)
    {
        var (version, report) = await reports.GetAsync(
            request.Dataset, request.Version, request.HasSamplesPerFinding ? request.SamplesPerFinding : null, context.CancellationToken);
        return QualityMapping.ToProto(version, report);
    }

    public override async Task<AddSamplesResponse> AddSamples(AddSamplesRequest request, ServerCallContext context)
    {
        var samples = EditRequests.Samples(request, configured.Shape);
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

    public override async Task<EditSamplesResponse> EditSamples(EditSamplesRequest request, ServerCallContext context)
    {
        var edits = EditRequests.Edits(request, configured.Shape);
        var change = Change.Checked(edits.Kind, request.Author, request.Note);
        var (version, numbers) = await editor.EditAsync(request.Dataset, edits, change, context.CancellationToken);
        var dataset = await history.DescribeAsync(version, context.CancellationToken);
        return new EditSamplesResponse { Dataset = dataset, Numbers = { numbers } };
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

    public override Task<NormalizeImageResponse> NormalizeImage(NormalizeImageRequest request, ServerCallContext context)
    {
        var picture = request.Data.IsEmpty ? request.Png : request.Data;
        var image = SampleInput.Normalize(picture.Span, Normalizer.DefaultSize, Normalizer.DefaultSize);
        return Task.FromResult(new NormalizeImageResponse { Png = UnsafeByteOperations.UnsafeWrap(PngEncoder.Encode(image)) });
    }
}
