using System.ComponentModel.DataAnnotations;
using Digits.Datasets;
using Digits.Datasets.Editing;
using Digits.Datasets.Formats;
using Digits.Datasets.Generation;
using Digits.Datasets.Storage;
using Digits.Datasets.Versions;
using Digits.Imaging.Handwriting;
using Digits.ServiceDefaults.Settings;
using Digits.ServiceDefaults.Storage;
using Microsoft.Extensions.Options;

namespace Digits.Processing.Starter;

/// <summary>
/// Draws a data set on a new data volume, so that a newcomer has something to train on. It is drawn once: a file on the volume
/// records that, so that a deleted starter data set stays deleted.
/// </summary>
internal sealed class StarterDataset(
    DatasetGenerator generator,
    DatasetCatalog catalog,
    DigitsConfig config,
    IOptions<StarterOptions> options,
    ILogger<StarterDataset> logger)
    : BackgroundService
{
    /// <summary>The data set's name.</summary>
    public const string Name = "starter";

    /// <summary>The file that says that there was a starter data set, or that the volume did not need one.</summary>
    public const string DoneFile = "starter.done";

    private const uint Seed = 1;

    // What the network has never seen is better judged on real samples, so few are held back.
    private const double TrainRatio = 0.9;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var done = Path.Combine(config.DataVolume, DoneFile);
        if (!options.Value.Enabled || File.Exists(done))
        {
            return;
        }

        try
        {
            if (!await catalog.AnyAsync(stoppingToken))
            {
                await DrawAsync(stoppingToken);
            }

            await File.WriteAllTextAsync(done, "The starter data set is made once. Without this file an empty volume gets it again.\n", stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start draws it again from the beginning.
        }
        catch (Exception fault) when (StorageFaults.Find(fault) is { } cause)
        {
            // The next start tries again, and the calls of others say what is wrong.
            Log.StarterStopped(logger, StorageFaults.Describe(cause, StorageStartup.VolumeName));
        }
        catch (RefusalException refused)
        {
            Log.StarterStopped(logger, refused.Message);
        }
        catch (Exception fault)
        {
            // No caller waits for it, and the service works without it.
            Log.StarterFailed(logger, fault);
        }
    }

    private async Task DrawAsync(CancellationToken stoppingToken)
    {
        var count = options.Value.Count;
        Log.StarterBegun(logger, count, Name);
        var change = new Change(ChangeKind.Generate, "Digits", "Drawn by the program for the first start.");
        var plan = new GenerationPlan(Name, Alphabet.Digits, count, Seed, new SplitRule(TrainRatio, 0, Seed), change, ImportMode.Replace);
        await generator.GenerateAsync(plan, _ => Task.CompletedTask, stoppingToken);
    }
}

internal static partial class Log
{
    [LoggerMessage(
        101, LogLevel.Information, "The data volume is new: drawing {Count} digits as the data set {Dataset}.", EventName = "StarterBegun")]
    public static partial void StarterBegun(ILogger logger, int count, string dataset);

    [LoggerMessage(102, LogLevel.Warning, "The starter data set could not be made.", EventName = "StarterFailed")]
    public static partial void StarterFailed(ILogger logger, Exception fault);

    [LoggerMessage(104, LogLevel.Warning, "The starter data set could not be made: {Cause}", EventName = "StarterStopped")]
    public static partial void StarterStopped(ILogger logger, string cause);
}

/// <summary>The data set that a new installation begins with; section <c>Starter</c> of the configuration.</summary>
internal sealed class StarterOptions
{
    public const string Section = "Starter";

    /// <summary>Whether to draw a data set when the data volume is new.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How many samples it has.</summary>
    [Range(20, 1_000_000)]
    public int Count { get; set; } = SyntheticHandwriting.StarterCount;
}
