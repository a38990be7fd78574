using Digits.ServiceDefaults.Settings;
using Digits.ServiceDefaults.Storage;
using Digits.Training.Datasets;
using Digits.Training.Models;
using Digits.Training.Runs;
using Digits.Training.Storage;
using Digits.Training.V1;
using Microsoft.Extensions.Options;

namespace Digits.Training.Starter;

/// <summary>
/// Trains a first model on the data set that Processing draws for a new installation, so that a newcomer's first digit gets an answer. It
/// is done once, and never where a person has begun by themselves: a file on the model volume remembers it.
/// </summary>
internal sealed class StarterRun(
    RunStore runs,
    RunPlanner planner,
    ModelRegistry models,
    DatasetReader datasets,
    DigitsConfig config,
    TimeProvider time,
    IOptions<StarterOptions> options,
    ILogger<StarterRun> logger)
    : BackgroundService
{
    /// <summary>The data set that Processing draws.</summary>
    public const string Dataset = "starter";

    /// <summary>The file that says that there was a starter model, or that none was needed.</summary>
    public const string DoneFile = "starter.done";

    private const string Preset = "default";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var done = Path.Combine(config.ModelVolume, DoneFile);
        if (!options.Value.Enabled || File.Exists(done))
        {
            return;
        }

        try
        {
            if (await BeginAsync(stoppingToken))
            {
                await File.WriteAllTextAsync(done, "The starter model is trained once. Without this file an empty volume gets it again.\n", stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start tries again.
        }
        catch (Exception exception) when (StorageFaults.Find(exception) is { } fault)
        {
            // The next start tries again.
            Log.StarterGivenUp(logger, StorageFaults.Describe(fault, ModelVolume.Name));
        }
        catch (Exception fault)
        {
            // Nobody waits for it, and the service is of use without it.
            Log.StarterFailed(logger, fault);
        }
    }

    /// <returns>Whether all is done, now or by somebody else; not when there is no data set.</returns>
    private async Task<bool> BeginAsync(CancellationToken stoppingToken)
    {
        var end = time.GetUtcNow() + options.Value.Patience;
        while (await IsNewAsync(stoppingToken))
        {
            try
            {
                await datasets.FindAsync(Dataset, version: "", stoppingToken);
                await QueueAsync(stoppingToken);
                return true;
            }
            catch (DatasetException missing) when (missing.Fault != DatasetFault.Unusable)
            {
                if (time.GetUtcNow() >= end)
                {
                    Log.StarterGivenUp(logger, missing.Message);
                    return false;
                }
            }

            await Task.Delay(Pause, time, stoppingToken);
        }

        return true;
    }

    private async Task<bool> IsNewAsync(CancellationToken stoppingToken) =>
        (await runs.ListAsync(long.MaxValue, dataset: "", count: 1, stoppingToken)).Count == 0
        && (await models.ListAsync(stoppingToken)).Count == 0;

    private async Task QueueAsync(CancellationToken stoppingToken)
    {
        var run = await planner.PlanAsync(new StartRunRequest { Dataset = Dataset, Preset = Preset }, stoppingToken);
        if (await runs.TryAddAsync(run, queueCapacity: 1, stoppingToken))
        {
            Log.StarterQueued(logger, run.Id, Dataset);
        }
    }
}
