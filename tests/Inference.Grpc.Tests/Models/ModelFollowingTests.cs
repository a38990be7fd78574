using Digits.Inference.Models;
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
        await server.Logs.WaitForAsync("RegistryRead");

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
        await server.Logs.WaitForAsync("ModelUnusable");
        _training.Repair(second);
        Assert.Equal(1, (await PredictAsync(server)).ModelVersion);
        Assert.Contains("SHA-256", server.Logs.Last("ModelUnusable"), StringComparison.Ordinal);

        await server.Logs.WaitForAsync("ModelLoaded", times: 2);
        Assert.Equal(2, (await PredictAsync(server)).ModelVersion);
    }

    [Fact]
    public async Task Follow_VersionThatStaysDamaged_IsNotDownloadedForEver()
    {
        _training.Put(new TestModel(), damaged: true);
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartAsync(training.Address);
        await server.Logs.WaitForAsync("RegistryRead");

        // The registry changes, so that everything in it is looked at again.
        _training.Put(new TestModel("letters"));
        await server.Logs.WaitForAsync("ModelLoaded");
        _training.Put(new TestModel("letters", version: 2));
        await server.Logs.WaitForAsync("ModelLoaded", times: 2);

        Assert.Equal(FailedVersions.PatientAttempts, _training.Downloads("digits"));
        Assert.Equal(FailedVersions.PatientAttempts, server.Logs.Count("ModelUnusable"));
    }

    [Fact]
    public async Task Follow_VersionThatCannotBeServed_IsDownloadedOnceAndRefusedByName()
    {
        _training.Put(new TestModel(preprocessing: new string('x', 5000)));
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartAsync(training.Address);
        await server.Logs.WaitForAsync("RegistryRead");
        _training.Put(new TestModel("letters"));
        await server.Logs.WaitForAsync("ModelLoaded");

        var exception = await Assert.ThrowsAsync<RpcException>(() => PredictAsync(server));

        Assert.Equal(1, _training.Downloads("digits"));
        Assert.Equal((StatusCode.FailedPrecondition, "MODEL_UNUSABLE"), (exception.StatusCode, RpcErrors.Reason(exception)));
        Assert.Contains("its preprocessing \"xxx", exception.Status.Detail, StringComparison.Ordinal);
        Assert.InRange(server.Logs.Last("ModelUnusable").Length, 1, 400);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, await HealthAsync(server));

        _training.Put(new TestModel(version: 2));
        await server.Logs.WaitForAsync("ModelLoaded", times: 2);
        Assert.Equal(2, (await PredictAsync(server)).ModelVersion);
        Assert.Equal(2, _training.Downloads("digits"));
    }

    [Fact]
    public async Task Predict_RegistryNotReadYet_IsUnavailableAndSaysWhenToTryAgain()
    {
        var told = new TaskCompletionSource();
        _training.WatchGate = told.Task;
        _training.Put(new TestModel());
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartAsync(training.Address);

        var prediction = await Assert.ThrowsAsync<RpcException>(() => PredictAsync(server));
        var list = await Assert.ThrowsAsync<RpcException>(() => server.ServedVersionAsync());

        Assert.All([prediction, list], exception =>
        {
            Assert.Equal((StatusCode.Unavailable, "MODELS_LOADING"), (exception.StatusCode, RpcErrors.Reason(exception)));
            Assert.Equal(TimeSpan.FromSeconds(1), RpcErrors.RetryAfter(exception));
        });
        Assert.Contains("Training has not told its models yet", await server.HealthTextAsync(), StringComparison.Ordinal);

        told.SetResult();
        await server.Logs.WaitForAsync("RegistryRead");
        Assert.Equal(1, (await PredictAsync(server)).ModelVersion);
        Assert.Equal("Healthy", await server.HealthTextAsync());
    }

    [Fact]
    public async Task Predict_ModelStillDownloading_IsUnavailableAndNotNotFound()
    {
        var sent = new TaskCompletionSource();
        _training.DownloadGate = sent.Task;
        _training.Put(new TestModel());
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartAsync(training.Address);
        await server.Logs.WaitForAsync("RegistryAnnounced");

        // While the first is being downloaded, the registry gets another: that one is known at once, too.
        _training.Put(new TestModel("letters"));
        await server.Logs.WaitForAsync("RegistryAnnounced", times: 2);
        foreach (var name in new[] { "", "digits", "letters" })
        {
            var exception = await Assert.ThrowsAsync<RpcException>(() => PredictAsync(server, name));
            Assert.Equal((StatusCode.Unavailable, "MODELS_LOADING"), (exception.StatusCode, RpcErrors.Reason(exception)));
        }

        var unknown = await Assert.ThrowsAsync<RpcException>(() => PredictAsync(server, "kana"));
        Assert.Equal("MODEL_NOT_FOUND", RpcErrors.Reason(unknown));
        Assert.Contains("are being loaded", await server.HealthTextAsync(), StringComparison.Ordinal);

        sent.SetResult();
        await server.Logs.WaitForAsync("ModelLoaded", times: 2);
        Assert.Equal("letters", (await PredictAsync(server, "letters")).Model);
    }

    [Fact]
    public async Task Health_EveryDownloadFailed_IsNotServingAndSaysWhy()
    {
        _training.DownloadFault = new Status(StatusCode.Internal, $"the disk is {new string('y', 500)}");
        _training.Put(new TestModel());
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartAsync(training.Address);
        await server.Logs.WaitForAsync("RegistryRead");

        var text = await server.HealthTextAsync();
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, await HealthAsync(server));
        Assert.Contains("None of Training's models can be served. \"digits\": it could not be fetched", text, StringComparison.Ordinal);
        Assert.Contains("the disk is", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 1, 600);
        var exception = await Assert.ThrowsAsync<RpcException>(() => PredictAsync(server));
        Assert.Equal((StatusCode.Unavailable, "MODELS_LOADING"), (exception.StatusCode, RpcErrors.Reason(exception)));

        // A fault on the way is tried again without any change of the registry.
        _training.DownloadFault = null;
        await server.Logs.WaitForAsync("ModelLoaded");
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, await HealthAsync(server));
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
        await server.Logs.WaitForAsync("VersionRemoved");
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

    [Theory]
    [InlineData("Never")]
    [InlineData("Always")]
    public async Task Follow_TwentySwapsUnderLoad_FailNoCallAndMixNoVersions(string batching)
    {
        const int Versions = 20;
        var models = Enumerable.Range(1, Versions).Select(version => new TestModel(version: version)).ToArray();
        _training.Put(models[0]);
        await using var training = await TrainingServer.StartAsync(_training);
        await using var server = await InferenceServer.StartAsync(
            training.Address, ("Batching:Mode", batching), ("Batching:MaxWait", "00:00:00.002"), ("Batching:MaxBatch", "8"));
        await server.Logs.WaitForAsync("RegistryRead");
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
            Assert.Equal(expected[answer.ModelVersion], answer.Probabilities.Select(entry => entry.Probability)));
        Assert.Contains(answers.SelectMany(one => one), answer => answer.ModelVersion is > 1 and < Versions);
        Assert.Empty(server.Logs.Errors);
    }

    private static async Task<HealthCheckResponse.Types.ServingStatus> HealthAsync(InferenceServer server, string service = "") =>
        (await new Health.HealthClient(server.Channel).CheckAsync(new HealthCheckRequest { Service = service })).Status;

    // Every caller goes on until the last swap is done, and at least for some calls after it.
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

    private static async Task<PredictResponse> PredictAsync(InferenceServer server, string model = "") =>
        await server.Client.PredictAsync(new PredictRequest { Model = model, Image = new Image { Pixels = ByteString.CopyFrom(TestImages.Stroke().Pixels) } });
}
