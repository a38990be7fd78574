using Digits.Training.V1;
using Grpc.Core;

namespace Digits.Training.Tests;

/// <summary>Follows runs over the wire.</summary>
internal static class WatchExtensions
{
    /// <summary>No test waits for this; it only ends one that would hang.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>All events of a run until the service ends the stream.</summary>
    public static Task<List<WatchRunResponse>> WatchToEndAsync(
        this TrainingService.TrainingServiceClient client, string run, int afterSequence = 0) =>
        client.WatchUntilAsync(run, _ => false, afterSequence);

    /// <summary>The events of a run up to the first that fits, that one included.</summary>
    public static async Task<List<WatchRunResponse>> WatchUntilAsync(
        this TrainingService.TrainingServiceClient client, string run, Func<WatchRunResponse, bool> isLast, int afterSequence = 0)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var call = client.WatchRun(
            new WatchRunRequest { Run = run, AfterSequence = afterSequence }, cancellationToken: patience.Token);
        var events = new List<WatchRunResponse>();
        await foreach (var runEvent in call.ResponseStream.ReadAllAsync(patience.Token))
        {
            events.Add(runEvent);
            if (isLast(runEvent))
            {
                break;
            }
        }

        return events;
    }
}
