using Digits.Processing.Import;
using Digits.Processing.Mapping;
using Digits.Processing.Samples;
using Digits.Processing.Storage;
using Digits.Processing.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Digits.Processing;

/// <summary>Answers the calls; the work is done elsewhere.</summary>
internal sealed class ProcessingGrpcService(DatasetImporter importer, DatasetLibrary library, SamplePages pages, SampleStream stream)
    : ProcessingService.ProcessingServiceBase
{
    public override async Task<ImportDatasetResponse> ImportDataset(
        IAsyncStreamReader<ImportDatasetRequest> requestStream, ServerCallContext context)
    {
        var version = await importer.ImportAsync(requestStream, context.CancellationToken);
        return new ImportDatasetResponse { Dataset = await DescribeAsync(version, context.CancellationToken) };
    }

    public override async Task<ListDatasetsResponse> ListDatasets(ListDatasetsRequest request, ServerCallContext context)
    {
        var versions = await library.ListAsync(context.CancellationToken);
        var datasets = versions.GroupBy(version => version.Name).Select(group => DatasetMapping.ToProto(group.First(), group));
        return new ListDatasetsResponse { Datasets = { datasets } };
    }

    public override async Task<GetDatasetResponse> GetDataset(GetDatasetRequest request, ServerCallContext context)
    {
        var version = await library.GetAsync(request.Dataset, request.Version, context.CancellationToken);
        return new GetDatasetResponse { Dataset = await DescribeAsync(version, context.CancellationToken) };
    }

    public override async Task<DeleteDatasetResponse> DeleteDataset(DeleteDatasetRequest request, ServerCallContext context)
    {
        await library.DeleteAsync(request.Dataset, request.Version, context.CancellationToken);
        return new DeleteDatasetResponse();
    }

    public override Task<ListSamplesResponse> ListSamples(ListSamplesRequest request, ServerCallContext context) =>
        pages.ReadAsync(request, context.CancellationToken);

    public override Task StreamSamples(
        StreamSamplesRequest request, IServerStreamWriter<StreamSamplesResponse> responseStream, ServerCallContext context) =>
        stream.SendAsync(request, responseStream, context.CancellationToken);

    public override Task<NormalizeImageResponse> NormalizeImage(NormalizeImageRequest request, ServerCallContext context) =>
        Task.FromResult(new NormalizeImageResponse { Png = ByteString.CopyFrom(NormalizedImage.Make(request.Png.Span)) });

    private async Task<Dataset> DescribeAsync(StoredVersion version, CancellationToken cancellationToken) =>
        DatasetMapping.ToProto(version, await library.VersionsAsync(version.Name, cancellationToken));
}
