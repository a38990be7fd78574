using Digits.Processing.V1;
using Digits.Training.V1;
using Grpc.Core;

namespace Digits.Training.Tests.LabelChecks;

public sealed class LabelCheckTests : TrainingFixture
{
    private static readonly (Part Part, int Index, int Wrong)[] Wrongs = [(Part.Train, 5, 3), (Part.Test, 8, 2), (Part.Validation, 3, 1)];

    private readonly SampleSet _faulty = MakeFaulty();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Processing.Add(_faulty);
    }

    [Fact]
    public async Task StartLabelCheck_WrongLabelsInEveryPart_FindsThemFirst()
    {
        var run = await CheckAsync();

        Assert.Equal((RunState.Succeeded, RunKind.LabelCheck, "fast"), (run.State, run.Kind, run.Preset));
        Assert.Equal((3, 240), (run.LabelCheck.Folds, run.LabelCheck.SampleCount));
        Assert.Empty(run.LabelCheck.UnjudgedLabels);
        Assert.InRange(run.LabelCheck.SuspectCount, Wrongs.Length, 10);
        Assert.InRange(run.LabelCheck.Accuracy, 0.95, (240.0 - Wrongs.Length) / 240);
        var suspects = await Host.Runs.ListSuspectLabelsAsync(new ListSuspectLabelsRequest { Run = run.Run });
        Assert.Equal(run.LabelCheck.SuspectCount, suspects.TotalSize);
        Assert.Equal(
            Wrongs.Select(wrong => (SampleSet.Number(wrong.Part, wrong.Index), wrong.Part, $"label {wrong.Wrong}", $"label {wrong.Index % 4}")).Order(),
            suspects.Suspects.Take(Wrongs.Length).Select(found => (found.Number, found.Part, found.Label, found.SuggestedLabel)).Order());
        Assert.All(suspects.Suspects, found => Assert.InRange(found.Score, double.Epsilon, 2));
        Assert.Equal(suspects.Suspects.Select(found => found.Score).OrderDescending(), suspects.Suspects.Select(found => found.Score));
        Assert.All(suspects.Suspects.Take(Wrongs.Length), found => Assert.True(found.SuggestedProbability > found.LabelProbability));
    }

    [Fact]
    public async Task StartLabelCheck_Always_RegistersNoModelAndTellsOfItsFolds()
    {
        var started = await Host.Runs.StartLabelCheckAsync(new StartLabelCheckRequest { Dataset = "faulty", Folds = 4, Epochs = 2, Seed = 7 });
        var events = await Host.Runs.WatchToEndAsync(started.Run.Run);

        var run = events[^1].Run;
        Assert.Empty((await Host.Models.ListModelsAsync(new ListModelsRequest())).Models);
        Assert.Equal((false, false, ""), (run.HasModelVersion, run.HasTestAccuracy, run.Model));
        Assert.Equal((7u, 2, 1), (run.Settings.Seed, run.Settings.Epochs, run.Settings.Members));
        Assert.Equal([(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (3, 2), (4, 1), (4, 2)], run.Epochs.Select(epoch => (epoch.Member, epoch.Epoch)));
        var fractions = events.Where(found => found.Batch is not null).Select(found => found.Batch.Fraction).ToList();
        Assert.Equal(fractions.Order(), fractions);
        Assert.Equal(1, run.Progress.Fraction);
        Assert.Equal(4, run.Progress.MemberCount);
        Assert.Equal(run, (await Host.Runs.ListRunsAsync(new ListRunsRequest())).Runs.Single());
    }

    [Fact]
    public async Task ListSuspectLabels_SameSeed_IsTheSameAlsoAfterARestart()
    {
        var first = await SuspectsAsync((await CheckAsync()).Run);
        var second = (await CheckAsync()).Run;

        await RestartAsync();

        Assert.NotEmpty(first);
        Assert.Equal(first, await SuspectsAsync(second));
    }

    [Fact]
    public async Task ListSuspectLabels_Pages_GoThroughAll()
    {
        var run = (await CheckAsync()).Run;
        var all = await SuspectsAsync(run);

        var paged = new List<SuspectLabel>();
        var request = new ListSuspectLabelsRequest { Run = run, PageSize = 1 };
        do
        {
            var page = await Host.Runs.ListSuspectLabelsAsync(request);
            paged.AddRange(page.Suspects);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(all, paged);
    }

    [Fact]
    public async Task ListSuspectLabels_OtherOrUnfinishedRun_IsRefused()
    {
        var training = (await TrainAsync()).Run;
        Processing.HoldStreams();
        var running = (await Host.Runs.StartLabelCheckAsync(new StartLabelCheckRequest { Dataset = "faulty" })).Run.Run;
        foreach (var (run, size, token, reason) in new[]
        {
            (training, 0, "", "NOT_A_LABEL_CHECK"),
            (running, 0, "", "LABEL_CHECK_NOT_FINISHED"),
            ("none", 0, "", "RUN_NOT_FOUND"),
            (running, 1001, "", "INVALID_PAGE"),
            (running, 0, "nonsense", "INVALID_PAGE"),
        })
        {
            var fault = await Fault.OfAsync(Host.Runs.ListSuspectLabelsAsync(
                new ListSuspectLabelsRequest { Run = run, PageSize = size, PageToken = token }));
            Assert.Equal(reason, fault.Reason);
        }
    }

    [Fact]
    public async Task CancelRun_LabelCheckInTraining_EndsItAndDeletesAllOfIt()
    {
        Processing.Add(new SampleSet("long", trainCount: 1000, testCount: 100, side: 28, classCount: 10));
        var run = (await Host.Runs.StartLabelCheckAsync(new StartLabelCheckRequest { Dataset = "long", Epochs = 1000 })).Run.Run;
        await Host.Runs.WatchUntilAsync(run, found => found.Batch is not null);

        var cancelled = (await Host.Runs.CancelRunAsync(new CancelRunRequest { Run = run })).Run;

        Assert.Equal((RunState.Cancelled, RunKind.LabelCheck, 0), (cancelled.State, cancelled.Kind, cancelled.LabelCheck.SampleCount));
        Assert.Equal("LABEL_CHECK_NOT_FINISHED", (await Fault.OfAsync(
            Host.Runs.ListSuspectLabelsAsync(new ListSuspectLabelsRequest { Run = run }))).Reason);
        await Host.Runs.DeleteRunAsync(new DeleteRunRequest { Run = run });
        Assert.Empty((await Host.Runs.ListRunsAsync(new ListRunsRequest())).Runs);
    }

    [Fact]
    public async Task DeleteRun_FinishedLabelCheck_TakesItsSuspectsAlong()
    {
        var run = (await CheckAsync()).Run;

        await Host.Runs.DeleteRunAsync(new DeleteRunRequest { Run = run });

        var fault = await Fault.OfAsync(Host.Runs.ListSuspectLabelsAsync(new ListSuspectLabelsRequest { Run = run }));
        Assert.Equal("RUN_NOT_FOUND", fault.Reason);
        await Host.DisposeAsync();
        Assert.Equal(0L, await CountSuspectsAsync());
    }

    [Theory]
    [InlineData("", "", 3, 1, "dataset")]
    [InlineData("faulty", "quick", 3, 1, "preset")]
    [InlineData("faulty", "", 1, 1, "folds")]
    [InlineData("faulty", "", 11, 1, "folds")]
    [InlineData("faulty", "", 3, 0, "epochs")]
    [InlineData("faulty", "", 3, 1001, "epochs")]
    public async Task StartLabelCheck_BadRequest_IsRefusedNamingTheField(string dataset, string preset, int folds, int epochs, string field)
    {
        var fault = await Fault.OfAsync(Host.Runs.StartLabelCheckAsync(
            new StartLabelCheckRequest { Dataset = dataset, Preset = preset, Folds = folds, Epochs = epochs }));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_LABEL_CHECK"), (fault.Code, fault.Reason));
        Assert.Equal([field], fault.Fields.Keys);
    }

    [Fact]
    public async Task StartLabelCheck_NoSuchDataset_IsNotFound()
    {
        var fault = await Fault.OfAsync(Host.Runs.StartLabelCheckAsync(new StartLabelCheckRequest { Dataset = "none" }));

        Assert.Equal((StatusCode.NotFound, "DATASET_NOT_FOUND"), (fault.Code, fault.Reason));
    }

    [Fact]
    public async Task StartLabelCheck_FewerSamplesThanFolds_IsRefused()
    {
        Processing.Add(new SampleSet("few", trainCount: 2, testCount: 2));

        var fault = await Fault.OfAsync(Host.Runs.StartLabelCheckAsync(new StartLabelCheckRequest { Dataset = "few", Folds = 5 }));

        Assert.Equal((StatusCode.FailedPrecondition, "DATASET_UNUSABLE"), (fault.Code, fault.Reason));
        Assert.Contains("5 folds", fault.Message, StringComparison.Ordinal);
    }

    private static SampleSet MakeFaulty()
    {
        var set = new SampleSet("faulty", trainCount: 160, testCount: 40, validationCount: 40, side: 28);
        foreach (var (part, index, wrong) in Wrongs)
        {
            set.Mislabel(part, index, wrong);
        }

        return set;
    }

    private async Task<TrainingRun> CheckAsync()
    {
        var started = await Host.Runs.StartLabelCheckAsync(new StartLabelCheckRequest { Dataset = "faulty", Epochs = 8 });
        return (await Host.Runs.WatchToEndAsync(started.Run.Run))[^1].Run;
    }

    private async Task<IReadOnlyList<SuspectLabel>> SuspectsAsync(string run) =>
        (await Host.Runs.ListSuspectLabelsAsync(new ListSuspectLabelsRequest { Run = run })).Suspects;

    private async Task<long> CountSuspectsAsync()
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Volume, "training.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM \"SuspectLabels\"";
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
