using System.Security.Cryptography;
using Digits.Inference.V1;
using Digits.Processing.V1;
using Digits.Tests.Running;
using Digits.Training.V1;
using Digits.Upload.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection.V1;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Digits.EndToEnd.Tests;

/// <summary>Import, train and read, over gRPC, against each service's own port.</summary>
public sealed class GrpcPathTests(EmptyApp empty) : IClassFixture<EmptyApp>
{
    private readonly TestApp _app = empty.App;

    [Fact]
    public async Task ImportTrainPredict_OverGrpc_ReadsHandwriting()
    {
        using var processing = GrpcChannel.ForAddress(_app.ServiceAddress("processing"));
        using var training = GrpcChannel.ForAddress(_app.ServiceAddress("training"));
        using var inference = GrpcChannel.ForAddress(_app.ServiceAddress("inference"));
        var set = HandwritingSet.Create();

        var dataset = await ImportAsync(new ProcessingService.ProcessingServiceClient(processing), set);
        var run = await TrainAsync(new TrainingService.TrainingServiceClient(training), dataset);
        await AssertModelFileAsync(new ModelService.ModelServiceClient(training), run);
        await AssertPredictsAsync(new InferenceService.InferenceServiceClient(inference), set);
    }

    [Fact]
    public async Task HealthAndReflection_EveryService_Answer()
    {
        foreach (var (service, name) in new[]
        {
            ("processing", "digits.processing.v1.ProcessingService"),
            ("training", "digits.training.v1.TrainingService"),
            ("training", "digits.training.v1.ModelService"),
            ("inference", "digits.inference.v1.InferenceService"),
        })
        {
            using var channel = GrpcChannel.ForAddress(_app.ServiceAddress(service));
            var health = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest { Service = name });
            Assert.Equal(ServingStatus.Serving, health.Status);

            using var reflection = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
            await reflection.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
            Assert.True(await reflection.ResponseStream.MoveNext(default));
            Assert.Contains(name, reflection.ResponseStream.Current.ListServicesResponse.Service.Select(entry => entry.Name));
        }
    }

    private static async Task<Dataset> ImportAsync(ProcessingService.ProcessingServiceClient client, HandwritingSet set)
    {
        using var call = client.ImportDataset();
        await call.RequestStream.WriteAsync(new ImportDatasetRequest { Settings = new ImportSettings { Name = "hand" } });
        foreach (var (file, bytes) in set.Files)
        {
            var name = file;
            foreach (var chunk in bytes.Chunk(100_000))
            {
                await call.RequestStream.WriteAsync(new ImportDatasetRequest { Files = new FileChunk { FileName = name, Data = ByteString.CopyFrom(chunk) } });
                name = "";
            }
        }

        await call.RequestStream.CompleteAsync();
        var dataset = (await call).Dataset;
        Assert.Equal((HandwritingSet.TrainCount, HandwritingSet.TestCount), (dataset.TrainCount, dataset.TestCount));
        return dataset;
    }

    private static async Task<TrainingRun> TrainAsync(TrainingService.TrainingServiceClient client, Dataset dataset)
    {
        var run = (await client.StartRunAsync(new StartRunRequest { Dataset = dataset.Name, Preset = "fast", Epochs = 1, Seed = 1 })).Run;
        using var watch = client.WatchRun(new WatchRunRequest { Run = run.Run });
        var events = await watch.ResponseStream.ReadAllAsync().ToListAsync();

        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(item => item.Sequence));
        Assert.Equal(RunState.Succeeded, events[^1].Run.State);
        Assert.Equal(dataset.Version, events[^1].Run.DatasetVersion);
        return events[^1].Run;
    }

    private static async Task AssertModelFileAsync(ModelService.ModelServiceClient client, TrainingRun run)
    {
        using var download = client.DownloadModel(new DownloadModelRequest { Model = run.Model, Version = run.ModelVersion });
        var pieces = await download.ResponseStream.ReadAllAsync().ToListAsync();
        var bytes = pieces.SelectMany(piece => piece.Data.ToByteArray()).ToArray();

        Assert.Equal(run.Run, pieces[0].ModelVersion.Run);
        Assert.Equal(pieces[0].ModelVersion.Sha256, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private async Task AssertPredictsAsync(InferenceService.InferenceServiceClient client, HandwritingSet set)
    {
        await Eventually.TrueAsync(async () => (await client.ListServedModelsAsync(new ListServedModelsRequest())).Models.Count == 1, _app);
        var right = 0;
        for (var index = 0; index < 50; index++)
        {
            var answer = await client.PredictAsync(new PredictRequest { Image = new Image { Pixels = ByteString.CopyFrom(set.TestImage(index)) } });
            right += answer.Label == set.TestLabel(index) ? 1 : 0;
        }

        Assert.InRange(right, 38, 50);
    }
}
