using Digits.Training.V1;
using Grpc.Core;

namespace Digits.Training.Tests.Runs;

public sealed class DeleteAndListTests : TrainingFixture
{
    [Fact]
    public async Task DeleteRun_Ended_LeavesItsModel()
    {
        var run = (await TrainAsync()).Run;

        await Host.Runs.DeleteRunAsync(new DeleteRunRequest { Run = run });

        var fault = await Fault.OfAsync(Host.Runs.GetRunAsync(new GetRunRequest { Run = run }));
        Assert.Equal((StatusCode.NotFound, "RUN_NOT_FOUND"), (fault.Code, fault.Reason));
        Assert.Empty((await Host.Runs.ListRunsAsync(new ListRunsRequest())).Runs);
        Assert.Equal(1, (await Host.Models.ListModelsAsync(new ListModelsRequest())).Models.Single().Versions.Single().Version);
    }

    [Fact]
    public async Task DeleteRun_NotEnded_IsRefused()
    {
        Processing.HoldStreams();
        var running = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;
        await Processing.Streaming;
        var queued = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;

        foreach (var run in new[] { running, queued })
        {
            var fault = await Fault.OfAsync(Host.Runs.DeleteRunAsync(new DeleteRunRequest { Run = run }));
            Assert.Equal((StatusCode.FailedPrecondition, "RUN_NOT_ENDED"), (fault.Code, fault.Reason));
        }
    }

    [Fact]
    public async Task DeleteRun_Unknown_IsNotFound()
    {
        var fault = await Fault.OfAsync(Host.Runs.DeleteRunAsync(new DeleteRunRequest { Run = "none" }));

        Assert.Equal((StatusCode.NotFound, "RUN_NOT_FOUND"), (fault.Code, fault.Reason));
    }

    [Fact]
    public async Task ListRuns_Pages_GoFromNewestToOldestWithoutRepeating()
    {
        Processing.HoldStreams();
        Processing.Add(new SampleSet("others"));
        var started = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            started.Insert(0, (await Host.Runs.StartRunAsync(Requests.Quick(i == 2 ? "others" : "bands"))).Run.Run);
        }

        var listed = new List<string>();
        var request = new ListRunsRequest { PageSize = 2 };
        do
        {
            var page = await Host.Runs.ListRunsAsync(request);
            listed.AddRange(page.Runs.Select(run => run.Run));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(started, listed);
        var others = await Host.Runs.ListRunsAsync(new ListRunsRequest { Dataset = "others" });
        Assert.Equal([started[2]], others.Runs.Select(run => run.Run));
        Assert.Equal("", others.NextPageToken);
    }

    [Theory]
    [InlineData(-1, "", "page_size")]
    [InlineData(1001, "", "page_size")]
    [InlineData(0, "nonsense", "page_token")]
    [InlineData(0, "b-5", "page_token")]
    [InlineData(0, "b0", "page_token")]
    public async Task ListRuns_BadPage_IsRefusedNamingTheField(int size, string token, string field)
    {
        var fault = await Fault.OfAsync(Host.Runs.ListRunsAsync(new ListRunsRequest { PageSize = size, PageToken = token }));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_PAGE"), (fault.Code, fault.Reason));
        Assert.Equal([field], fault.Fields.Keys);
    }
}
