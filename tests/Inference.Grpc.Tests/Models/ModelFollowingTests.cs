using Digits.Inference.V1;
using Digits.ServiceDefaults.Errors;
using Digits.Tests;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;

namespace Digits.Inference.Tests.Models;

public sealed class ModelFollowingTests
{
    private readonly TrainingDouble _training = new();

    [Fact]
    public async Task Predict_NothingTrainedYet_SaysSoAndIsHealthy()
    {
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartAsync(training.Address);
        await server.Logs.WaitForAsync("ReadyForCalls");

        var exception = await Assert.ThrowsAsync<RpcException>(() => PredictAsync(server));

        Assert.Equal("MODEL_NOT_FOUND", RpcErrors.Reason(exception));
        Assert.Equal("There is no model \"digits\": no model has been trained yet.", exception.Status.Detail);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, await HealthAsync(server));
    }

    [Fact]
    public async Task Health_NothingLoadedYet_IsAliveButNotServing()
    {
        await using var server = await InferenceServer.StartAsync($"http://127.0.0.1:{FreePorts.Next()}");
        await server.Logs.WaitForAsync("WaitingForTraining");

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, await HealthAsync(server));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, await HealthAsync(server, "liveness"));
    }

    [Fact]
    public async Task Follow_NewVersions_AnswerAsSoonAsTheyAreThere()
    {
        _training.Put(new TestModel(version: 1));
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartWithAsync(training);

        _training.Put(new TestModel(version: 2));
        await server.Logs.WaitForAsync("ModelLoaded", times: 2);

        Assert.Equal(2, (await PredictAsync(server)).ModelVersion);
    }

    [Fact]
    public async Task Follow_DamagedVersion_KeepsTheOldOneUntilItArrivesWhole()
    {
        _training.Put(new TestModel(version: 1));
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartWithAsync(training);
        var second = new TestModel(version: 2);

        _training.Put(second, damaged: true);
        await server.Logs.WaitForAsync("ModelUnusable", times: 2);
        Assert.Equal(1, (await PredictAsync(server)).ModelVersion);
        Assert.Contains("SHA-256", server.Logs.Last("ModelUnusable"), StringComparison.Ordinal);

        _training.Repair(second);
        await server.Logs.WaitForAsync("ModelLoaded", times: 2);
        Assert.Equal(2, (await PredictAsync(server)).ModelVersion);
    }

    [Fact]
    public async Task Follow_DamagedVersionAndNothingServed_FallsBackToTheOneBefore()
    {
        _training.Put(new TestModel(version: 1));
        _training.Put(new TestModel(version: 2), damaged: true);
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartWithAsync(training);

        Assert.Equal(1, (await PredictAsync(server)).ModelVersion);
    }

    [Fact]
    public async Task Follow_UnknownPreprocessing_IsNotServed()
    {
        _training.Put(new TestModel(version: 1, preprocessing: "from the future"));
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartAsync(training.Address);

        await server.Logs.WaitForAsync("ModelUnusable");

        Assert.Contains("\"from the future\"", server.Logs.Last("ModelUnusable"), StringComparison.Ordinal);
        Assert.Equal(0, await server.ServedVersionAsync());
    }

    [Fact]
    public async Task Follow_NewestVersionDeleted_FallsBackToTheOneBefore()
    {
        var (first, second) = (new TestModel(version: 1), new TestModel(version: 2));
        _training.Put(first);
        _training.Put(second);
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartWithAsync(training);
        Assert.Equal(2, await server.ServedVersionAsync());

        _training.Remove(second);
        await server.Logs.WaitForAsync("ModelLoaded", times: 2);
        Assert.Equal(1, await server.ServedVersionAsync());

        _training.Remove(first);
        await server.Logs.WaitForAsync("ModelRemoved");
        Assert.Equal(0, await server.ServedVersionAsync());
    }

    [Fact]
    public async Task Follow_TrainingStartsLater_LoadsThen()
    {
        var port = FreePorts.Next();
        _training.Put(new TestModel(version: 3));
        await using var server = await InferenceServer.StartAsync($"http://127.0.0.1:{port}");
        await server.Logs.WaitForAsync("WaitingForTraining");

        await using var training = await TrainingServer.StartAsync(_training, port);
        await server.Logs.WaitForAsync("ModelLoaded");

        Assert.Equal(3, (await PredictAsync(server)).ModelVersion);
        Assert.Equal(0, server.Logs.Count("TrainingIsAway"));
    }

    [Fact]
    public async Task Follow_TrainingGoesAway_KeepsAnsweringAndCatchesUp()
    {
        _training.Put(new TestModel(version: 1));
        var port = FreePorts.Next();
        var training = await TrainingServer.StartAsync(_training, port);
        await using var server = await InferenceServer.StartWithAsync(training);

        await training.DisposeAsync();
        await server.Logs.WaitForAsync("TrainingIsAway");
        Assert.Equal(1, (await PredictAsync(server)).ModelVersion);

        _training.Put(new TestModel(version: 2));
        await using var again = await TrainingServer.StartAsync(_training, port);
        await server.Logs.WaitForAsync("ModelLoaded", times: 2);
        Assert.Equal(2, (await PredictAsync(server)).ModelVersion);
        Assert.Equal(1, server.Logs.Count("TrainingIsBack"));
    }

    [Fact]
    public async Task Follow_TwentySwapsUnderLoad_FailNoCallAndMixNoVersions()
    {
        const int Versions = 20;
        var models = Enumerable.Range(1, Versions).Select(version => new TestModel(version: version)).ToArray();
        _training.Put(models[0]);
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartWithAsync(training);
        using var swapped = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 16).Select(_ => CallUntilAsync(server, swapped.Token)).ToArray();

        for (var version = 2; version <= Versions; version++)
        {
            _training.Put(models[version - 1]);
            await server.Logs.WaitForAsync("ModelLoaded", version);
        }

        await swapped.CancelAsync();
        var answers = await Task.WhenAll(callers);

        var seen = TestImages.Seen();
        var expected = models.ToDictionary(model => model.Version, model => model.Read(seen));
        Assert.InRange(answers.Sum(answer => answer.Count), 16 * Versions, int.MaxValue);
        Assert.All(answers, one => Assert.Equal(one.Select(answer => answer.ModelVersion).Order(), one.Select(answer => answer.ModelVersion)));
        Assert.All(answers.SelectMany(one => one), answer =>
            Assert.All(answer.Probabilities.Zip(expected[answer.ModelVersion]), pair => Assert.Equal(pair.Second, pair.First.Probability, 5)));
        Assert.Contains(answers.SelectMany(one => one), answer => answer.ModelVersion is > 1 and < Versions);
        Assert.Empty(server.Logs.Errors);
    }

    // Every caller goes on until the last swap is done, and at least for some calls after it.
    private static async Task<HealthCheckResponse.Types.ServingStatus> HealthAsync(InferenceServer server, string service = "") =>
        (await new Health.HealthClient(server.Channel).CheckAsync(new HealthCheckRequest { Service = service })).Status;

    private static async Task<List<PredictResponse>> CallUntilAsync(InferenceServer server, CancellationToken swapped)
    {
        var answers = new List<PredictResponse>();
        var after = 0;
        while (after < 20)
        {
            answers.Add(await PredictAsync(server));
            after += swapped.IsCancellationRequested ? 1 : 0;
        }

        return answers;
    }

    private static async Task<PredictResponse> PredictAsync(InferenceServer server) =>
        await server.Client.PredictAsync(new PredictRequest { Image = new Image { Pixels = ByteString.CopyFrom(TestImages.Stroke().Pixels) } });
}
