using Digits.Learning.Training;
using Digits.Training.Datasets;
using Digits.Training.LabelChecks;
using Digits.Training.Mapping;
using Digits.Training.Runs;
using Digits.Training.V1;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Digits.Training;

/// <summary>digits.training.v1.TrainingService.</summary>
internal sealed class TrainingGrpcService(
    RunPlanner planner,
    LabelCheckPlanner checkPlanner,
    RunStore runs,
    RunCanceller canceller,
    RunWatcher watcher,
    SuspectPages suspects,
    IOptions<TrainingOptions> options)
    : TrainingService.TrainingServiceBase
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1000;

    /// <summary>Well below the 4 MB that gRPC clients accept; a page that would be larger ends early.</summary>
    private const int MaxPageBytes = 2 * 1024 * 1024;

    public override async Task<StartRunResponse> StartRun(StartRunRequest request, ServerCallContext context)
    {
        var run = await planner.PlanAsync(request, context.CancellationToken);
        await QueueAsync(run, context.CancellationToken);
        return new StartRunResponse { Run = RunMapping.ToProto(run) };
    }

    public override async Task<StartLabelCheckResponse> StartLabelCheck(StartLabelCheckRequest request, ServerCallContext context)
    {
        var run = await checkPlanner.PlanAsync(request, context.CancellationToken);
        await QueueAsync(run, context.CancellationToken);
        return new StartLabelCheckResponse { Run = RunMapping.ToProto(run) };
    }

    public override Task<ListSuspectLabelsResponse> ListSuspectLabels(ListSuspectLabelsRequest request, ServerCallContext context) =>
        suspects.ReadAsync(request, context.CancellationToken);

    public override async Task<ListRunsResponse> ListRuns(ListRunsRequest request, ServerCallContext context)
    {
        if (request.PageSize is < 0 or > MaxPageSize)
        {
            throw Errors.InvalidPage("page_size", FormattableString.Invariant($"must be 1 to {MaxPageSize}, not {request.PageSize}."));
        }

        if (request.Dataset.Length > DatasetText.MaxLength)
        {
            throw Errors.InvalidPage("dataset", FormattableString.Invariant($"must have at most {DatasetText.MaxLength} characters."));
        }

        var size = request.PageSize == 0 ? DefaultPageSize : request.PageSize;
        var found = await runs.ListAsync(PageToken.Read(request.PageToken), request.Dataset, size + 1, context.CancellationToken);
        var response = new ListRunsResponse();
        var bytes = 0;
        foreach (var (_, run) in found.Take(size))
        {
            var proto = RunMapping.ToProto(run);
            bytes += proto.CalculateSize();
            if (bytes > MaxPageBytes && response.Runs.Count > 0)
            {
                break;
            }

            response.Runs.Add(proto);
        }

        if (response.Runs.Count < found.Count)
        {
            response.NextPageToken = PageToken.Create(found[response.Runs.Count - 1].Ordinal);
        }

        return response;
    }

    public override async Task<GetRunResponse> GetRun(GetRunRequest request, ServerCallContext context)
    {
        var run = await runs.FindAsync(request.Run, context.CancellationToken) ?? throw Errors.RunNotFound(request.Run);
        return new GetRunResponse { Run = RunMapping.ToProto(run) };
    }

    public override async Task WatchRun(
        WatchRunRequest request, IServerStreamWriter<WatchRunResponse> responseStream, ServerCallContext context)
    {
        var events = watcher.WatchAsync(request.Run, request.AfterSequence, context.CancellationToken);
        await ShutdownGuard.SendAsync(events, responseStream, context.CancellationToken);
    }

    public override async Task<CancelRunResponse> CancelRun(CancelRunRequest request, ServerCallContext context)
    {
        var run = await canceller.CancelAsync(request.Run, context.CancellationToken) ?? throw Errors.RunNotFound(request.Run);
        return new CancelRunResponse { Run = RunMapping.ToProto(run) };
    }

    public override async Task<DeleteRunResponse> DeleteRun(DeleteRunRequest request, ServerCallContext context)
    {
        var run = await runs.DeleteEndedAsync(request.Run, context.CancellationToken) ?? throw Errors.RunNotFound(request.Run);
        return run.HasEnded ? new DeleteRunResponse() : throw Errors.RunNotEnded(request.Run);
    }

    public override Task<ListPresetsResponse> ListPresets(ListPresetsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListPresetsResponse
        {
            Presets = { Presets.All.Select(RunMapping.ToProto) },
            Fields = { RecipeFields.All.Select(RecipeMapping.ToProto) },
        });

    private async Task QueueAsync(Run run, CancellationToken cancellationToken)
    {
        var capacity = options.Value.QueueCapacity;
        if (!await runs.TryAddAsync(run, capacity, cancellationToken))
        {
            throw Errors.QueueFull(capacity);
        }
    }
}
