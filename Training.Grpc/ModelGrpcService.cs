using System.Globalization;
using System.Runtime.CompilerServices;
using Digits.Training.Mapping;
using Digits.Training.Models;
using Digits.Training.Runs;
using Digits.Training.V1;
using Google.Protobuf;
using Grpc.Core;
using ModelVersion = Digits.Training.Models.ModelVersion;

namespace Digits.Training;

/// <summary>digits.training.v1.ModelService.</summary>
internal sealed class ModelGrpcService(ModelRegistry models, ModelImporter importer, ModelLimits limits, ChangeSignals signals, ShutdownGuard shutdown)
    : ModelService.ModelServiceBase
{
    private const int ChunkSize = 128 * 1024;
    private const int MaxPageSize = 1000;

    /// <summary>Well below the 4 MB that gRPC clients accept; a page that would be larger ends early.</summary>
    private const int MaxPageBytes = 2 * 1024 * 1024;

    public override async Task<ListModelsResponse> ListModels(ListModelsRequest request, ServerCallContext context)
    {
        if (request.PageSize is < 0 or > MaxPageSize)
        {
            throw Errors.InvalidPage("page_size", FormattableString.Invariant($"must be 1 to {MaxPageSize}, not {request.PageSize}."));
        }

        var size = request.PageSize == 0 ? MaxPageSize : request.PageSize;
        var found = await models.ListAsync(PageToken.ReadVersion(request.PageToken), size + 1, context.CancellationToken);
        var page = new List<V1.ModelVersion>();
        var bytes = 0;
        foreach (var proto in found.Take(size).Select(ModelMapping.ToProto))
        {
            bytes += proto.CalculateSize();
            if (bytes > MaxPageBytes && page.Count > 0)
            {
                break;
            }

            page.Add(proto);
        }

        return new ListModelsResponse
        {
            Models = { ModelMapping.ToModels(page) },
            NextPageToken = page.Count < found.Count ? PageToken.Create(page[^1].Model, page[^1].Version) : "",
        };
    }

    public override async Task<GetModelVersionResponse> GetModelVersion(GetModelVersionRequest request, ServerCallContext context)
    {
        var version = await FindAsync(request.Model, request.Version, context.CancellationToken);
        return new GetModelVersionResponse { ModelVersion = ModelMapping.ToProto(version) };
    }

    public override async Task<DeleteModelVersionResponse> DeleteModelVersion(DeleteModelVersionRequest request, ServerCallContext context)
    {
        // Unlike for reading, 0 is refused: "the newest" is too easily another one than meant.
        if (request.Version < 1)
        {
            throw Errors.InvalidVersion(request.Version, 1);
        }

        return await models.DeleteAsync(request.Model, request.Version, context.CancellationToken)
            ? new DeleteModelVersionResponse()
            : throw Errors.ModelVersionNotFound(request.Model, request.Version);
    }

    public override async Task DownloadModel(
        DownloadModelRequest request, IServerStreamWriter<DownloadModelResponse> responseStream, ServerCallContext context)
    {
        var format = ExportMapping.FromProto(request);
        var version = await FindAsync(request.Model, request.Version, context.CancellationToken);
        using var place = await limits.Downloads.EnterAsync(context.CancellationToken);
        await using var file = await OpenAsync(version, format, context.CancellationToken);
        var chunk = new byte[ChunkSize];
        var response = new DownloadModelResponse
        {
            ModelVersion = ModelMapping.ToProto(version),
            FileName = string.Create(CultureInfo.InvariantCulture, $"{version.Model}-{version.Version}{format.Extension}"),
        };
        int length;
        while ((length = await file.ReadAtLeastAsync(chunk, ChunkSize, throwOnEndOfStream: false, context.CancellationToken)) > 0)
        {
            response.Data = ByteString.CopyFrom(chunk, 0, length);
            await responseStream.WriteAsync(response, context.CancellationToken);
            response = new DownloadModelResponse();
        }
    }

    public override async Task<ImportModelResponse> ImportModel(
        IAsyncStreamReader<ImportModelRequest> requestStream, ServerCallContext context)
    {
        var version = await importer.ImportAsync(requestStream, context.CancellationToken);
        return new ImportModelResponse { ModelVersion = ModelMapping.ToProto(version) };
    }

    public override async Task WatchModels(
        WatchModelsRequest request, IServerStreamWriter<WatchModelsResponse> responseStream, ServerCallContext context)
    {
        using var place = await limits.Watchers.EnterAsync(context.CancellationToken);
        await ShutdownGuard.SendAsync(ChangesAsync(context.CancellationToken), responseStream, context.CancellationToken);
    }

    private async IAsyncEnumerable<WatchModelsResponse> ChangesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var subscription = signals.Subscribe(ChangeSignals.Models);
        while (!cancellationToken.IsCancellationRequested)
        {
            var change = subscription.Current;
            yield return await change.ShareAsync(0, async () =>
            {
                var versions = await models.ListAsync(CancellationToken.None);
                return new WatchModelsResponse { Models = { ModelMapping.ToModels(versions.Select(ModelMapping.ToProto)) } };
            });
            await shutdown.WaitAsync(change.Raised, cancellationToken);
        }
    }

    private async Task<FileStream> OpenAsync(ModelVersion version, ModelFormat format, CancellationToken cancellationToken)
    {
        // Only an export loads the model.
        using var memory = format.Write is null ? null : await limits.Loading.EnterAsync(cancellationToken);
        return models.TryOpen(version, format) ?? throw Errors.ModelFileLost(version.Model, version.Version);
    }

    private async Task<ModelVersion> FindAsync(string model, int version, CancellationToken cancellationToken)
    {
        if (version < 0)
        {
            throw Errors.InvalidVersion(version, 0);
        }

        return await models.FindAsync(model, version, cancellationToken)
            ?? throw (version == 0 ? Errors.ModelNotFound(model) : Errors.ModelVersionNotFound(model, version));
    }
}
