using System.Globalization;
using Digits.Training.Mapping;
using Digits.Training.Models;
using Digits.Training.Runs;
using Digits.Training.V1;
using Google.Protobuf;
using Grpc.Core;
using ModelVersion = Digits.Training.Models.ModelVersion;

namespace Digits.Training;

/// <summary>digits.training.v1.ModelService.</summary>
internal sealed class ModelGrpcService(ModelRegistry models, ModelImporter importer, ChangeSignals signals, ShutdownGuard shutdown)
    : ModelService.ModelServiceBase
{
    private const int ChunkSize = 128 * 1024;

    public override async Task<ListModelsResponse> ListModels(ListModelsRequest request, ServerCallContext context)
    {
        var versions = await models.ListAsync(context.CancellationToken);
        return new ListModelsResponse { Models = { ModelMapping.ToProto(versions) } };
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
        await using var file = models.TryOpen(version, format) ?? throw Errors.ModelFileLost(version.Model, version.Version);
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
        while (true)
        {
            var change = signals.Next(ChangeSignals.Models);
            var versions = await models.ListAsync(context.CancellationToken);
            await responseStream.WriteAsync(
                new WatchModelsResponse { Models = { ModelMapping.ToProto(versions) } }, context.CancellationToken);
            await shutdown.WaitAsync(change, context.CancellationToken);
        }
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
