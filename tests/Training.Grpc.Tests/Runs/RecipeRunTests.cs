using Digits.Learning.Persistence;
using Digits.Training.V1;
using Grpc.Core;

namespace Digits.Training.Tests.Runs;

public sealed class RecipeRunTests : TrainingFixture
{
    [Fact]
    public async Task Run_CommitteeWithAValidationPart_TellsOfEveryNetworkAndEveryPart()
    {
        var started = await Host.Runs.StartRunAsync(Recipe());
        var events = await Host.Runs.WatchToEndAsync(started.Run.Run);
        var run = events[^1].Run;

        Assert.Equal((RunState.Succeeded, ""), (run.State, run.Error));
        Assert.Equal([1, 1, 1, 2, 2, 2], run.Epochs.Select(epoch => epoch.Member));
        Assert.Equal([1, 2, 3, 1, 2, 3], run.Epochs.Select(epoch => epoch.Epoch));
        Assert.All(run.Epochs, epoch => Assert.True(epoch.HasValidationLoss && epoch.HasValidationAccuracy && epoch.HasTestAccuracy));
        Assert.True(run.HasValidationAccuracy && run.HasTestAccuracy);
        var last = events.Last(runEvent => runEvent.Batch is not null).Batch;
        Assert.Equal((2, 2), (last.Member, last.MemberCount));
        Assert.Equal(run.Epochs, events.Where(runEvent => runEvent.Epoch is not null).Select(runEvent => runEvent.Epoch));
    }

    [Fact]
    public async Task Run_WholeRecipe_StandsInTheModelFile()
    {
        var run = await TrainAsync(request => (request.ValidationShare, request.Members, request.Optimizer) = (0.25, 2, new Optimizer { Type = "adamw" }));
        using var download = Host.Models.DownloadModel(new DownloadModelRequest { Model = run.Model, Version = run.ModelVersion });
        using var file = new MemoryStream();
        await foreach (var piece in download.ResponseStream.ReadAllAsync())
        {
            piece.Data.WriteTo(file);
        }

        file.Position = 0;
        var (header, model) = ModelFile.Read(file);

        var listed = (await Host.Models.GetModelVersionAsync(new GetModelVersionRequest { Model = run.Model })).ModelVersion;
        Assert.Equal((2, 2), (model.Members.Count, listed.Members));
        Assert.Equal((2, 0.25, "adamw"), (header.Recipe!.Members, header.Recipe.ValidationShare, header.Recipe.Optimizer.Type));
    }

    [Fact]
    public async Task Run_TooFewImagesToHoldOut_FailsSayingSo()
    {
        Processing.Add(new SampleSet("few", trainCount: 4));
        var request = Recipe();
        request.Dataset = "few";
        request.ValidationShare = 0.1;

        var started = await Host.Runs.StartRunAsync(request);
        var run = (await Host.Runs.WatchToEndAsync(started.Run.Run))[^1].Run;

        Assert.Equal(RunState.Failed, run.State);
        Assert.StartsWith("validation_share: 4 images are too few", run.Error, StringComparison.Ordinal);
    }

    private static StartRunRequest Recipe()
    {
        var request = Requests.Quick("bands");
        request.Optimizer = new Optimizer { Type = "adamw" };
        request.ValidationShare = 0.25;
        request.KeepBest = true;
        request.Members = 2;
        return request;
    }
}
