using Digits.OpenInference.V2;
using Digits.ServiceDefaults.Errors;
using Google.Protobuf;
using Grpc.Core;
using static Digits.OpenInference.V2.ModelInferResponse.Types;
using static Digits.OpenInference.V2.ModelMetadataResponse.Types;

namespace Digits.Gateway.Tests.OpenInference;

/// <summary>A model server that keeps the last request and answers with tensors that a test can predict.</summary>
internal sealed class OpenInferenceDouble : GRPCInferenceService.GRPCInferenceServiceBase
{
    public static readonly float[] Probabilities = [0.25f, 0.5f, 1e-10f];

    public IMessage? Last { get; private set; }

    public ModelInferRequest LastInfer => (ModelInferRequest)Last!;

    public override Task<ServerMetadataResponse> ServerMetadata(ServerMetadataRequest request, ServerCallContext context) =>
        Task.FromResult(new ServerMetadataResponse { Name = "digits", Version = "1.2.3", Extensions = { "statistics", "classification" } });

    public override Task<ModelReadyResponse> ModelReady(ModelReadyRequest request, ServerCallContext context) =>
        Task.FromResult(new ModelReadyResponse { Ready = Known(request.Name) != "loading" });

    public override Task<ModelMetadataResponse> ModelMetadata(ModelMetadataRequest request, ServerCallContext context) =>
        Task.FromResult(new ModelMetadataResponse
        {
            Name = Known(request.Name),
            Versions = { "1", request.Version },
            Platform = "digits_model",
            Inputs = { new TensorMetadata { Name = "image", Datatype = "UINT8", Shape = { -1, 2, 2, 1 } } },
            Outputs = { new TensorMetadata { Name = "label", Datatype = "BYTES", Shape = { -1 } } },
            Properties = { ["labels"] = "0\n1" },
        });

    public override Task<ModelInferResponse> ModelInfer(ModelInferRequest request, ServerCallContext context)
    {
        Last = request;
        var floats = new byte[Probabilities.Length * sizeof(float)];
        Buffer.BlockCopy(Probabilities, 0, floats, 0, floats.Length);
        return Task.FromResult(new ModelInferResponse
        {
            ModelName = Known(request.ModelName),
            ModelVersion = "7",
            Id = request.Id,
            Outputs =
            {
                new InferOutputTensor { Name = "probabilities", Datatype = "FP32", Shape = { 1, 3 } },
                new InferOutputTensor { Name = "label", Datatype = "BYTES", Shape = { 2 } },
            },
            RawOutputContents = { ByteString.CopyFrom(floats), ByteString.CopyFrom([3, 0, 0, 0, .. "め"u8, 0, 0, 0, 0]) },
        });
    }

    public override Task<ModelStatisticsResponse> ModelStatistics(ModelStatisticsRequest request, ServerCallContext context)
    {
        Last = request;
        var one = new StatisticDuration { Count = 1, Ns = ulong.MaxValue };
        return Task.FromResult(new ModelStatisticsResponse
        {
            ModelStats =
            {
                new ModelStatistics
                {
                    Name = "digits",
                    Version = "2",
                    InferenceCount = 5,
                    InferenceStats = new InferStatistics { Success = one, Fail = one, Queue = one, ComputeInput = one, ComputeInfer = one, ComputeOutput = one },
                    BatchStats = { new InferBatchStatistics { BatchSize = 3, ComputeInput = one, ComputeInfer = one, ComputeOutput = one } },
                },
            },
        });
    }

    public override Task<RepositoryIndexResponse> RepositoryIndex(RepositoryIndexRequest request, ServerCallContext context)
    {
        Last = request;
        return Task.FromResult(new RepositoryIndexResponse
        {
            Models = { new RepositoryIndexResponse.Types.ModelIndex { Name = "digits", Version = "2", State = "READY" } },
        });
    }

    public override Task<RepositoryModelLoadResponse> RepositoryModelLoad(RepositoryModelLoadRequest request, ServerCallContext context)
    {
        Last = request;
        Known(request.ModelName);
        return Task.FromResult(new RepositoryModelLoadResponse());
    }

    public override Task<RepositoryModelUnloadResponse> RepositoryModelUnload(RepositoryModelUnloadRequest request, ServerCallContext context)
    {
        Last = request;
        return Task.FromResult(new RepositoryModelUnloadResponse());
    }

    private static string Known(string model) => model switch
    {
        "unknown" => throw RpcErrors.NotFound("MODEL_NOT_FOUND", "There is no model \"unknown\"."),
        "full" => throw RpcErrors.ResourceExhausted("INFERENCE_QUEUE_FULL", "Too many images are waiting.", TimeSpan.FromSeconds(1)),
        _ => model,
    };
}
