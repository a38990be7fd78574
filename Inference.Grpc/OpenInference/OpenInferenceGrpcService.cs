using System.Globalization;
using System.Threading.Channels;
using Digits.Inference.Models;
using Digits.Inference.Statistics;
using Digits.OpenInference.V2;
using Digits.ServiceDefaults.Lifetime;
using Grpc.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using static Digits.OpenInference.V2.ModelMetadataResponse.Types;

namespace Digits.Inference.OpenInference;

/// <summary>The Open Inference Protocol, version 2, over the models on the shelf.</summary>
internal sealed class OpenInferenceGrpcService(
    ModelShelf shelf,
    ModelUpdater updater,
    ServingStatistics statistics,
    TensorReader reader,
    HealthCheckService health,
    ClosingTime closing,
    IOptions<ServingOptions> options) : GRPCInferenceService.GRPCInferenceServiceBase
{
    /// <summary>
    /// The largest message that is read. More than twice as large as the most images that a call may have, so that a call with more of them
    /// is told how many it may have.
    /// </summary>
    public const int MaxMessageBytes = 8 << 20;

    private const string ServerName = "digits";
    private const string Platform = "digits_model";
    private const string VersionParameter = "version";

    // A stream has no more requests than this under way, so that one that nobody reads takes little memory.
    private const int MostUnderWay = 8;

    private static readonly string[] Extensions = ["statistics", "model_repository", "binary_tensor_data", "classification"];

    public override Task<ServerLiveResponse> ServerLive(ServerLiveRequest request, ServerCallContext context) =>
        Task.FromResult(new ServerLiveResponse { Live = true });

    public override async Task<ServerReadyResponse> ServerReady(ServerReadyRequest request, ServerCallContext context)
    {
        var report = await health.CheckHealthAsync(context.CancellationToken);
        return new ServerReadyResponse { Ready = report.Status != HealthStatus.Unhealthy };
    }

    public override Task<ModelReadyResponse> ModelReady(ModelReadyRequest request, ServerCallContext context)
    {
        var (state, version) = (shelf.Current, VersionOf(request.Version));
        Errors.CheckModelName(request.Name);
        var isUnknown = state.IsKnown
            && (!state.Registered.TryGetValue(request.Name, out var versions) || (version is { } number && !versions.Contains(number)));
        return isUnknown
            ? throw (version is { } unknown ? Errors.VersionNotServed(request.Name, unknown, state) : Errors.ModelNotServed(request.Name, state))
            : Task.FromResult(new ModelReadyResponse { Ready = state.Find(request.Name, version) is not null });
    }

    public override Task<ServerMetadataResponse> ServerMetadata(ServerMetadataRequest request, ServerCallContext context)
    {
        var version = typeof(OpenInferenceGrpcService).Assembly.GetName().Version!;
        return Task.FromResult(new ServerMetadataResponse { Name = ServerName, Version = version.ToString(3), Extensions = { Extensions } });
    }

    public override Task<ModelMetadataResponse> ModelMetadata(ModelMetadataRequest request, ServerCallContext context)
    {
        var model = Find(request.Name, request.Version);
        var shape = model.InputShape;
        return Task.FromResult(new ModelMetadataResponse
        {
            Name = model.Name,
            Versions = { shelf.Current.Served.GetValueOrDefault(model.Name)?.Versions.Keys.Select(number => Write(number)) ?? [Write(model.Version)] },
            Platform = Platform,
            Inputs = { new TensorMetadata { Name = TensorReader.Input, Datatype = TensorReader.Uint8, Shape = { -1, shape.Height, shape.Width, 1 } } },
            Outputs =
            {
                new TensorMetadata { Name = TensorWriter.Probabilities, Datatype = TensorReader.Fp32, Shape = { -1, model.Labels.Count } },
                new TensorMetadata { Name = TensorWriter.Label, Datatype = TensorReader.Bytes, Shape = { -1 } },
            },
            Properties =
            {
                ["image.datatypes"] = "UINT8 (0 paper, 255 ink), FP32 (0 paper, 1 ink), BYTES (picture files)",
                ["image.most"] = Write(options.Value.MaxImages),
                ["labels"] = string.Join('\n', model.Labels),
                ["sha256"] = model.Sha256,
                ["version"] = Write(model.Version),
            },
        });
    }

    public override Task<ModelInferResponse> ModelInfer(ModelInferRequest request, ServerCallContext context) =>
        InferAsync(request, context.CancellationToken);

    public override async Task ModelStreamInfer(
        IAsyncStreamReader<ModelInferRequest> requestStream, IServerStreamWriter<ModelStreamInferResponse> responseStream, ServerCallContext context)
    {
        var underWay = Channel.CreateBounded<Task<ModelStreamInferResponse>>(MostUnderWay);
        var reading = ReadAsync();
        await foreach (var answer in underWay.Reader.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(await answer, context.CancellationToken);
        }

        await reading;

        async Task ReadAsync()
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, closing.Begun);
            try
            {
                await foreach (var request in requestStream.ReadAllAsync(end.Token))
                {
                    await underWay.Writer.WriteAsync(AnswerAsync(request, context.CancellationToken), context.CancellationToken);
                }
            }
            catch (OperationCanceledException) when (closing.Begun.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
            {
                // What was read is answered; a stream, which may never end, does not keep the process.
                throw Errors.Stopping();
            }
            finally
            {
                underWay.Writer.Complete();
            }
        }
    }

    public override Task<ModelStatisticsResponse> ModelStatistics(ModelStatisticsRequest request, ServerCallContext context)
    {
        var wanted = request.Name.Length == 0 ? null : Find(request.Name, request.Version);
        var version = VersionOf(request.Version);
        var chosen = statistics.All.Where(entry =>
            (wanted is null || entry.Model == wanted.Name) && (version is null || entry.Version == version));
        return Task.FromResult(new ModelStatisticsResponse { ModelStats = { chosen.Select(StatisticsMapping.ToMessage) } });
    }

    public override Task<RepositoryIndexResponse> RepositoryIndex(RepositoryIndexRequest request, ServerCallContext context)
    {
        var versions =
            from entry in updater.Index()
            where !request.Ready || entry.State == VersionState.Ready
            orderby entry.Version.Model, entry.Version.Version
            select new RepositoryIndexResponse.Types.ModelIndex
            {
                Name = entry.Version.Model,
                Version = Write(entry.Version.Version),
                State = entry.State.ToString().ToUpperInvariant(),
                Reason = entry.Reason,
            };
        return Task.FromResult(new RepositoryIndexResponse { Models = { versions } });
    }

    public override async Task<RepositoryModelLoadResponse> RepositoryModelLoad(RepositoryModelLoadRequest request, ServerCallContext context)
    {
        Errors.CheckModelName(request.ModelName);
        var version = request.Parameters.TryGetValue(VersionParameter, out var parameter)
            ? parameter.ParameterChoiceCase switch
            {
                ModelRepositoryParameter.ParameterChoiceOneofCase.Int64Param => VersionOf(Write(parameter.Int64Param)),
                ModelRepositoryParameter.ParameterChoiceOneofCase.StringParam => VersionOf(parameter.StringParam),
                _ => throw TensorFaults.WrongParameter(VersionParameter, "must be a whole number from 1"),
            }
            : null;
        await updater.LoadAsync(request.ModelName, version, context.CancellationToken);
        return new RepositoryModelLoadResponse();
    }

    public override async Task<RepositoryModelUnloadResponse> RepositoryModelUnload(RepositoryModelUnloadRequest request, ServerCallContext context)
    {
        Errors.CheckModelName(request.ModelName);
        await updater.UnloadAsync(request.ModelName, context.CancellationToken);
        return new RepositoryModelUnloadResponse();
    }

    private static string Write(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static int? VersionOf(string version) => version.Length == 0 ? null
        : int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw TensorFaults.WrongVersion(version);

    private LoadedModel Find(string name, string version)
    {
        Errors.CheckModelName(name);
        return shelf.Get(name, VersionOf(version));
    }

    private async Task<ModelInferResponse> InferAsync(ModelInferRequest request, CancellationToken cancellationToken)
    {
        var model = Find(request.ModelName, request.ModelVersion);
        using var call = model.Runner.Begin(cancellationToken);
        var wanted = TensorWriter.Check(request);
        var images = await reader.ReadAsync(request, model, options.Value.MaxImages, cancellationToken);
        call.InputRead();
        var results = await model.Runner.PredictAsync(images, call, cancellationToken);
        var response = TensorWriter.Write(request, wanted, model, results);
        call.Succeeded(images.Length);
        return response;
    }

    private async Task<ModelStreamInferResponse> AnswerAsync(ModelInferRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return new ModelStreamInferResponse { InferResponse = await InferAsync(request, cancellationToken) };
        }
        catch (RpcException exception)
        {
            return new ModelStreamInferResponse { ErrorMessage = exception.Status.Detail, InferResponse = new ModelInferResponse { Id = request.Id } };
        }
    }
}
