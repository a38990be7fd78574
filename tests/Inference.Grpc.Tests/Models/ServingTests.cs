using System.Globalization;
using Digits.Inference.V1;
using Digits.OpenInference.V2;
using Digits.ServiceDefaults.Errors;
using Digits.Tests;
using Google.Protobuf;
using Grpc.Core;
using static Digits.OpenInference.V2.GRPCInferenceService;

namespace Digits.Inference.Tests.Models;

/// <summary>Several models and versions at once, loading and unloading, and copies on the disk.</summary>
public sealed class ServingTests : IDisposable
{
    private readonly TrainingDouble _training = new();
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Predict_Version_IsAnsweredByThatVersion()
    {
        var (first, second) = (new TestModel(version: 1), new TestModel(version: 2));
        _training.Put(first);
        _training.Put(second);
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartWithAsync(training, models: 2);

        foreach (var (asked, model) in new[] { (0, second), (1, first), (2, second) })
        {
            var answer = await PredictAsync(server, asked);
            Assert.Equal(model.Version, answer.ModelVersion);
            Assert.Equal(model.Read(TestImages.Seen()), answer.Probabilities.Select(entry => entry.Probability));
        }

        var served = Assert.Single((await server.Client.ListServedModelsAsync(new ListServedModelsRequest())).Models);
        Assert.Equal(2, served.Version);
        Assert.Equal([2, 1], served.LoadedVersions);
        Assert.Equal("VERSION_NOT_FOUND", await ReasonAsync(() => PredictAsync(server, 3)));
        Assert.Equal("INVALID_MODEL_VERSION", await ReasonAsync(() => PredictAsync(server, -1)));
    }

    [Fact]
    public async Task Load_OlderVersion_IsServedBesideTheNewestUntilUnloaded()
    {
        for (var version = 1; version <= 4; version++)
        {
            _training.Put(new TestModel(version: version));
        }

        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartWithAsync(training, models: 2);
        var client = new GRPCInferenceServiceClient(server.Channel);
        Assert.Equal("VERSION_NOT_LOADED", await ReasonAsync(() => PredictAsync(server, 1)));
        Assert.Equal(["1 UNAVAILABLE", "2 UNAVAILABLE", "3 READY", "4 READY"], await IndexAsync(client));

        var load = new RepositoryModelLoadRequest { ModelName = "digits", Parameters = { ["version"] = new ModelRepositoryParameter { Int64Param = 1 } } };
        await client.RepositoryModelLoadAsync(load);

        Assert.Equal(1, (await PredictAsync(server, 1)).ModelVersion);
        Assert.Equal(4, (await PredictAsync(server)).ModelVersion);

        // A newer version comes: the oldest that was loaded by itself goes, the one that was asked for stays.
        _training.Put(new TestModel(version: 5));
        await server.Logs.WaitForAsync("VersionRemoved");
        Assert.Equal(["1 READY", "2 UNAVAILABLE", "3 UNAVAILABLE", "4 READY", "5 READY"], await IndexAsync(client));
        Assert.Equal(["1 READY", "4 READY", "5 READY"], await IndexAsync(client, ready: true));

        load.Parameters["version"].Int64Param = 9;
        Assert.Equal("VERSION_NOT_FOUND", await ReasonAsync(async () => await client.RepositoryModelLoadAsync(load)));
        Assert.Equal("MODEL_NOT_FOUND", await ReasonAsync(async () => await client.RepositoryModelLoadAsync(new RepositoryModelLoadRequest { ModelName = "kana" })));
    }

    [Fact]
    public async Task Delete_OnlyLoadedVersion_AnswersUntilAnotherIsLoaded()
    {
        var (first, second) = (new TestModel(version: 1), new TestModel(version: 2));
        _training.Put(first);
        _training.Put(second);
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartAsync(training.Address, ("Serving:NewestVersions", "1"));
        await server.Logs.WaitForAsync("RegistryRead");
        var sent = new TaskCompletionSource();
        _training.DownloadGate = sent.Task;
        var announced = server.Logs.Count("RegistryAnnounced");

        _training.Remove(second);
        await server.Logs.WaitForAsync("RegistryAnnounced", announced + 1);
        Assert.Equal(2, (await PredictAsync(server)).ModelVersion);

        sent.SetResult();
        await server.Logs.WaitForAsync("VersionRemoved");
        Assert.Equal(1, (await PredictAsync(server)).ModelVersion);
        Assert.Equal(0, server.Logs.Count("ModelRemoved"));
    }

    [Fact]
    public async Task Unload_Model_IsAwayUntilItIsLoadedAndTheServerStaysReady()
    {
        _training.Put(new TestModel());
        _training.Put(new TestModel("letters"));
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartWithAsync(training, models: 2);
        var client = new GRPCInferenceServiceClient(server.Channel);

        await client.RepositoryModelUnloadAsync(new RepositoryModelUnloadRequest { ModelName = "digits" });

        Assert.Equal("MODEL_UNLOADED", await ReasonAsync(() => PredictAsync(server)));
        Assert.False((await client.ModelReadyAsync(new ModelReadyRequest { Name = "digits" })).Ready);
        Assert.True((await client.ServerReadyAsync(new ServerReadyRequest())).Ready);
        Assert.Equal("Healthy", await server.HealthTextAsync());
        Assert.Equal(["1 UNAVAILABLE"], await IndexAsync(client));

        // News of the registry do not bring it back.
        _training.Put(new TestModel(version: 2));
        _training.Put(new TestModel("letters", version: 2));
        await server.Logs.WaitForAsync("ModelLoaded", times: 3);
        Assert.Equal("MODEL_UNLOADED", await ReasonAsync(() => PredictAsync(server)));

        await client.RepositoryModelLoadAsync(new RepositoryModelLoadRequest { ModelName = "digits" });
        Assert.Equal(2, (await PredictAsync(server)).ModelVersion);
    }

    [Fact]
    public async Task Load_VersionThatFailed_IsFetchedAgainOnlyWhenSomebodyAsks()
    {
        var second = new TestModel(version: 2);
        _training.Put(new TestModel(version: 1));
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartWithAsync(training);
        var client = new GRPCInferenceServiceClient(server.Channel);
        _training.Put(second, damaged: true);
        await server.Logs.WaitForAsync("ModelUnusable", times: 3);
        var downloads = _training.Downloads("digits");
        var index = await client.RepositoryIndexAsync(new RepositoryIndexRequest());
        Assert.Equal("UNAVAILABLE", index.Models[1].State);
        Assert.Contains("SHA-256", index.Models[1].Reason, StringComparison.Ordinal);
        Assert.Equal(1, (await PredictAsync(server)).ModelVersion);

        _training.Repair(second);
        _training.Put(new TestModel("letters"));
        await server.Logs.WaitForAsync("ModelLoaded", times: 2);
        Assert.Equal(downloads, _training.Downloads("digits"));

        await client.RepositoryModelLoadAsync(new RepositoryModelLoadRequest { ModelName = "digits" });
        Assert.Equal(2, (await PredictAsync(server)).ModelVersion);
        Assert.Equal(downloads + 1, _training.Downloads("digits"));
    }

    [Fact]
    public async Task Restart_TrainingAway_ServesTheCopiesAndCatchesUpLater()
    {
        var (first, second) = (new TestModel(version: 1), new TestModel(version: 2));
        _training.Put(first);
        var port = FreePorts.Next();
        await using (var training = await TrainingServer.StartAsync(_training, port))
        await using (var server = await StartCachingAsync(training.Address))
        {
            await server.Logs.WaitForAsync("CopiesKept");
            Assert.Single(Directory.GetFiles(_folder.Path, "*.model"));
        }

        await using var restarted = await StartCachingAsync($"http://127.0.0.1:{port}");
        await restarted.Logs.WaitForAsync("Restored");
        Assert.Equal(first.Read(TestImages.Seen()), (await PredictAsync(restarted)).Probabilities.Select(entry => entry.Probability));
        Assert.Equal(1, await restarted.ServedVersionAsync());
        Assert.StartsWith("Degraded: Training has not told its models yet", await restarted.HealthTextAsync(), StringComparison.Ordinal);
        Assert.True((await new GRPCInferenceServiceClient(restarted.Channel).ServerReadyAsync(new ServerReadyRequest())).Ready);

        // Whether another model exists is not known before Training answers.
        Assert.Equal("MODELS_LOADING", await ReasonAsync(async () => await restarted.Client.PredictAsync(new PredictRequest { Model = "letters", Image = Stroke() })));

        _training.Put(second);
        await using var back = await TrainingServer.StartAsync(_training, port);
        await restarted.Logs.WaitForAsync("ModelLoaded", times: 2);
        Assert.Equal(2, (await PredictAsync(restarted)).ModelVersion);
        Assert.Equal(2, _training.Downloads("digits"));
    }

    [Fact]
    public async Task Restart_DamagedCopy_IsFetchedAgain()
    {
        _training.Put(new TestModel());
        await using var training = await TrainingServer.StartAsync(_training);
        await using (var server = await StartCachingAsync(training.Address))
        {
            await server.Logs.WaitForAsync("CopiesKept");
            Assert.Single(Directory.GetFiles(_folder.Path, "*.model"));
        }

        var copy = Directory.GetFiles(_folder.Path, "*.model").Single();
        var abandoned = copy + ".tmp";
        await File.WriteAllTextAsync(abandoned, "");
        File.SetLastWriteTimeUtc(abandoned, DateTime.UnixEpoch);
        var bytes = await File.ReadAllBytesAsync(copy);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(copy, bytes);

        await using var restarted = await StartCachingAsync(training.Address);
        await restarted.Logs.WaitForAsync("CopiesKept");
        Assert.Equal(1, (await PredictAsync(restarted)).ModelVersion);
        Assert.Equal(2, _training.Downloads("digits"));
        Assert.False(File.Exists(abandoned));
        Assert.Empty(restarted.Logs.Errors);
    }

    [Fact]
    public async Task Start_FolderThatCannotBeWritten_ServesWithoutCopies()
    {
        _training.Put(new TestModel());
        await using var training = await TrainingServer.StartAsync(_training);
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "");

        await using var server = await StartCachingAsync(training.Address, file);
        await server.Logs.WaitForAsync("RegistryRead");

        Assert.Equal(1, (await PredictAsync(server)).ModelVersion);
        Assert.Equal(1, server.Logs.Count("CacheUnusable"));
    }

    [Fact]
    public async Task Metrics_AfterCalls_HaveTritonsNames()
    {
        _training.Put(new TestModel("metered", version: 3));
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartWithAsync(training);
        await server.Client.PredictAsync(new PredictRequest { Model = "metered", Image = Stroke() });
        await server.Client.PredictAsync(new PredictRequest { Model = "metered", Image = Stroke() });
        await ReasonAsync(async () => await server.Client.PredictAsync(new PredictRequest { Model = "metered", Image = new Image { Pixels = ByteString.Empty } }));

        var text = await server.GetTextAsync("/metrics");

        double Value(string name, params string[] labels)
        {
            string[] wanted = [$"{name}{{", "model=\"metered\"", "version=\"3\"", .. labels];
            var line = text.Split('\n').SingleOrDefault(line => wanted.All(part => line.Contains(part, StringComparison.Ordinal)));
            Assert.True(line is not null, $"{string.Join(' ', wanted)} is not in:\n{text}");
            return double.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
        }

        Assert.Equal((2, 2, 2), (Value("nv_inference_request_success"), Value("nv_inference_count"), Value("nv_inference_exec_count")));
        Assert.Equal((1, 0), (Value("nv_inference_request_failure", "reason=\"OTHER\""), Value("nv_inference_request_failure", "reason=\"REJECTED\"")));
        Assert.Equal((0, 0), (Value("nv_inference_request_failure", "reason=\"CANCELED\""), Value("nv_inference_request_failure", "reason=\"BACKEND\"")));
        Assert.Equal(0, Value("nv_inference_pending_request_count"));
        Assert.Equal((2, 0, 0), (Batches("idle"), Batches("full"), Batches("waited")));
        foreach (var name in new[] { "request", "compute_input", "compute_infer" })
        {
            Assert.InRange(Value($"nv_inference_{name}_duration_us"), 1, 60e6);
        }

        Assert.InRange(Value("nv_inference_queue_duration_us"), 0, 60e6);
        Assert.InRange(Value("nv_inference_compute_output_duration_us"), 0, 60e6);

        double Batches(string reason) => Value("digits_inference_batches", $"reason=\"{reason}\"");
    }

    [Fact]
    public async Task Predict_FullQueue_IsRefusedAndTheNextIsServed()
    {
        _training.Put(new TestModel());
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartAsync(
            training.Address, ("Batching:Mode", "Always"), ("Batching:MaxWait", "00:00:01"), ("Batching:MaxQueue", "1"), ("Batching:MaxBatch", "16"));
        await server.Logs.WaitForAsync("RegistryRead");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => ReasonOrNullAsync(() => PredictAsync(server)))));

        Assert.Contains(outcomes, outcome => outcome is null);
        Assert.All(outcomes.Where(outcome => outcome is not null), outcome => Assert.Equal("INFERENCE_QUEUE_FULL", outcome));
        Assert.Equal(1, (await PredictAsync(server)).ModelVersion);
    }

    [Fact]
    public async Task Predict_BatchedUnderLoad_AnswersToTheBitAsAlone()
    {
        var model = new TestModel();
        _training.Put(model);
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartAsync(
            training.Address, ("Batching:Mode", "Always"), ("Batching:MaxWait", "00:00:00.005"), ("Batching:MaxBatch", "8"));
        await server.Logs.WaitForAsync("RegistryRead");
        var expected = model.Read(TestImages.Seen());

        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => Task.Run(() => PredictAsync(server))));

        Assert.All(answers, answer => Assert.Equal(expected, answer.Probabilities.Select(entry => entry.Probability)));
        var statistics = Assert.Single((await new GRPCInferenceServiceClient(server.Channel).ModelStatisticsAsync(new ModelStatisticsRequest())).ModelStats);
        Assert.Equal(400ul, statistics.InferenceCount);
        Assert.InRange(statistics.ExecutionCount, 50ul, 399ul);
        Assert.All(statistics.BatchStats, batch => Assert.InRange(batch.BatchSize, 1ul, 8ul));
    }

    private static Image Stroke() => new() { Pixels = ByteString.CopyFrom(TestImages.Stroke().Pixels) };

    private static async Task<PredictResponse> PredictAsync(InferenceServer server, int version = 0) =>
        await server.Client.PredictAsync(new PredictRequest { ModelVersion = version, Image = Stroke() });

    private static async Task<string?> ReasonAsync(Func<Task> call) => RpcErrors.Reason(await Assert.ThrowsAsync<RpcException>(call));

    private static async Task<string?> ReasonOrNullAsync(Func<Task> call) =>
        await Record.ExceptionAsync(call) is { } fault ? RpcErrors.Reason(Assert.IsType<RpcException>(fault)) : null;

    private static async Task<IEnumerable<string>> IndexAsync(GRPCInferenceServiceClient client, bool ready = false) =>
        (await client.RepositoryIndexAsync(new RepositoryIndexRequest { Ready = ready })).Models
            .Where(model => model.Name == "digits").Select(model => $"{model.Version} {model.State}");

    private Task<InferenceServer> StartCachingAsync(string training, string? folder = null) =>
        InferenceServer.StartAsync(training, ("Serving:CacheMegabytes", "10"), ("Serving:CacheFolder", folder ?? _folder.Path));
}
