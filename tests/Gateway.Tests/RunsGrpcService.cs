using Digits.ServiceDefaults.Errors;
using Digits.Training.V1;
using Grpc.Core;

namespace Digits.Gateway.Tests;

/// <summary>Answers part of the real training contract, so that its JSON can be seen.</summary>
internal sealed class RunsGrpcService : TrainingService.TrainingServiceBase
{
    public override Task<StartRunResponse> StartRun(StartRunRequest request, ServerCallContext context)
    {
        var run = new TrainingRun { Run = "r1", State = RunState.Queued, Dataset = request.Dataset, Model = request.Model, Settings = new RunSettings() };
        run.Settings.Seed = request.Seed;
        run.Settings.Epochs = request.Epochs;
        return Task.FromResult(new StartRunResponse { Run = run });
    }

    public override Task<ListRunsResponse> ListRuns(ListRunsRequest request, ServerCallContext context) => Task.FromResult(new ListRunsResponse());

    public override Task<GetRunResponse> GetRun(GetRunRequest request, ServerCallContext context) =>
        throw RpcErrors.NotFound("RUN_NOT_FOUND", $"There is no run \"{request.Run}\".");

    public override Task<CancelRunResponse> CancelRun(CancelRunRequest request, ServerCallContext context) =>
        Task.FromResult(new CancelRunResponse { Run = new TrainingRun { Run = request.Run, State = RunState.Cancelled } });

    public override async Task WatchRun(WatchRunRequest request, IServerStreamWriter<WatchRunResponse> responseStream, ServerCallContext context)
    {
        for (var sequence = request.AfterSequence + 1; sequence <= 3; sequence++)
        {
            var message = new WatchRunResponse { Sequence = sequence };
            if (sequence == 1)
            {
                message.Run = new TrainingRun { Run = request.Run, State = RunState.Running };
            }
            else
            {
                message.Batch = new BatchProgress { Epoch = 1, Batch = sequence };
            }

            await responseStream.WriteAsync(message, context.CancellationToken);
        }
    }
}
