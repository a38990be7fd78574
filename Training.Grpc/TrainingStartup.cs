using Digits.ServiceDefaults.Storage;
using Digits.Training.Models;
using Digits.Training.Runs;
using Digits.Training.Storage;

namespace Digits.Training;

/// <summary>Puts the stored state in order before the first call and the first run: tables, leftovers, runs that were cut off.</summary>
internal sealed class TrainingStartup(
    ModelVolume volume, TrainingDatabase database, ModelRegistry models, RunExecutor executor, ILogger<TrainingStartup> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        volume.Open();
        try
        {
            try
            {
                await PrepareAsync(cancellationToken);
            }
            catch (Exception exception) when (StorageFaults.Find(exception) == StorageFault.Full && volume.Reserve.IsHeld)
            {
                // The database opens only with room for its shared memory; and once it is open, callers can delete.
                volume.Reserve.Release();
                await PrepareAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (StorageFaults.Find(exception) is { } fault)
        {
            throw volume.Fatal(fault, exception);
        }

        if (!volume.Reserve.TryTake())
        {
            Log.AlmostFull(logger, StorageFaults.Describe(StorageFault.Full, $"{ModelVolume.Name} {volume.Path}"));
        }
    }

    /// <summary>Gives the volume to the next process; by now no call and no run is open.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        database.Close();
        volume.Dispose();
        return Task.CompletedTask;
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await database.PrepareAsync(cancellationToken);
        await models.RecoverAsync(cancellationToken);
        await executor.RecoverAsync(cancellationToken);
    }
}

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Fault} Until then only reading, cancelling and deleting work.", EventName = "AlmostFull")]
    public static partial void AlmostFull(ILogger logger, string fault);
}
