using Digits.ServiceDefaults.Errors;
using Digits.Training.V1;
using Grpc.Core;

namespace Digits.Training.Tests.Runs;

public sealed class ManyWatchersTests : TrainingFixture
{
    /// <summary>The queue's own, which the worker waits for.</summary>
    private const int AlwaysThere = 1;

    internal override IReadOnlyList<(string Key, string Value)> Settings => [("Training:MaxWatchers", "3"), ("Training:MaxWatchersPerRun", "2")];

    [Fact]
    public async Task WatchRun_UnknownRunsTenThousandTimes_LeavesNothingBehind()
    {
        const int Watches = 10_000, AtOnce = 3;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => WatchUnknownAsync(Watches / AtOnce)));

        Assert.Equal(AlwaysThere, Host.Signals.SubjectCount);
    }

    [Fact]
    public async Task WatchRun_RunEndedOrDeleted_LeavesNothingBehind()
    {
        var run = (await TrainAsync()).Run;
        await Host.Runs.WatchToEndAsync(run);
        await Host.Runs.DeleteRunAsync(new DeleteRunRequest { Run = run });
        await Host.Runs.CancelRunAsync(new CancelRunRequest { Run = (await TrainAsync()).Run });

        Assert.Equal(AlwaysThere, Host.Signals.SubjectCount);
    }

    [Fact]
    public async Task WatchRun_MoreWatchersThanAllowed_AreToldWhenToComeAgainUntilOneLeaves()
    {
        var run = await StartEndlessRunAsync();
        var other = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;
        var first = await WatchAsync(run);
        using var second = await WatchAsync(run);

        var fault = await RefusedAsync(run);
        Assert.Contains(run, fault.Status.Detail, StringComparison.Ordinal);
        using var third = await WatchAsync(other);
        await RefusedAsync(other);

        first.Dispose();
        using var next = await WatchWhenThereIsRoomAsync(run);
        await Host.Runs.CancelRunAsync(new CancelRunRequest { Run = run });
    }

    [Fact]
    public async Task WatchRun_NameOfAnyLength_IsNotFoundInFewWords()
    {
        var name = new string('é', 33_000);

        var calls = new Func<Task>[]
        {
            () => Host.Runs.WatchToEndAsync(name),
            async () => await Host.Runs.GetRunAsync(new GetRunRequest { Run = name }),
            async () => await Host.Runs.CancelRunAsync(new CancelRunRequest { Run = name }),
            async () => await Host.Runs.DeleteRunAsync(new DeleteRunRequest { Run = name }),
            async () => await Host.Runs.ListSuspectLabelsAsync(new ListSuspectLabelsRequest { Run = name }),
            async () => await Host.Runs.ListRunsAsync(new ListRunsRequest { Dataset = name }),
            async () => await Host.Runs.ListRunsAsync(new ListRunsRequest { PageToken = name }),
            async () => await Host.Runs.StartRunAsync(new StartRunRequest { Dataset = name, DatasetVersion = name, Preset = name, Model = name }),
            async () => await Host.Runs.StartRunAsync(new StartRunRequest { Dataset = "bands", Architecture = { new Layer { Type = name } } }),
            async () => await Host.Runs.StartRunAsync(new StartRunRequest { Dataset = "bands", Optimizer = new Optimizer { Type = name } }),
            async () => await Host.Runs.StartLabelCheckAsync(new StartLabelCheckRequest { Dataset = name, DatasetVersion = name, Preset = name }),
            async () => await Host.Models.GetModelVersionAsync(new GetModelVersionRequest { Model = name }),
            async () => await Host.Models.DeleteModelVersionAsync(new DeleteModelVersionRequest { Model = name, Version = 1 }),
            async () => await Host.Models.ListModelsAsync(new ListModelsRequest { PageToken = name }),
            async () => await Host.Models.DownloadModel(new DownloadModelRequest { Model = name }).ResponseStream.MoveNext(CancellationToken.None),
            async () => await Host.Models.DownloadModel(new DownloadModelRequest { Model = "m", Format = name, OnnxInput = name }).ResponseStream.MoveNext(CancellationToken.None),
        };
        foreach (var call in calls)
        {
            var exception = await Assert.ThrowsAsync<RpcException>(call);

            Assert.Contains(exception.StatusCode, new[] { StatusCode.NotFound, StatusCode.InvalidArgument });
            Assert.InRange(exception.Status.Detail.Length, 1, 1000);
            Assert.InRange(exception.Trailers.Sum(entry => entry.IsBinary ? entry.ValueBytes.Length : entry.Value.Length), 1, 8192);
        }
    }

    private async Task WatchUnknownAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var call = Host.Runs.WatchRun(new WatchRunRequest { Run = FormattableString.Invariant($"{Guid.NewGuid():N}")[..16] });
            var exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(StatusCode.NotFound, exception.StatusCode);
        }
    }

    private async Task<AsyncServerStreamingCall<WatchRunResponse>> WatchAsync(string run)
    {
        var call = Host.Runs.WatchRun(new WatchRunRequest { Run = run });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        return call;
    }

    private async Task<RpcException> RefusedAsync(string run)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(() => WatchAsync(run));
        Assert.Equal((StatusCode.ResourceExhausted, "TOO_MANY_WATCHERS"), (exception.StatusCode, RpcErrors.Reason(exception)));
        Assert.True(RpcErrors.RetryAfter(exception) > TimeSpan.Zero);
        return exception;
    }

    // The service learns a moment later that a caller has hung up.
    private async Task<AsyncServerStreamingCall<WatchRunResponse>> WatchWhenThereIsRoomAsync(string run)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await WatchAsync(run);
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.ResourceExhausted && attempt < 10_000)
            {
                await Task.Yield();
            }
        }
    }
}
