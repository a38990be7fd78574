using Digits.Learning.LabelChecks;
using Digits.Learning.Training;
using Digits.Training.Datasets;
using Digits.Training.Runs;

namespace Digits.Training.LabelChecks;

/// <summary>Takes a label check that has left the queue to its end.</summary>
internal sealed class LabelCheckRun(
    DatasetReader datasets, ITrainer trainer, ReportedWork work, SuspectStore suspects, ILogger<LabelCheckRun> logger)
{
    /// <summary>Reads all samples, has them read by networks that did not learn them, and keeps what is suspect.</summary>
    public async Task ExecuteAsync(Run run, CancellationToken end)
    {
        var dataset = await datasets.FindAsync(run.Dataset, run.DatasetVersion, end);
        var samples = await datasets.ReadNumberedAsync(dataset, end);
        var result = await work.DoAsync(
            run,
            MeterFor(run, samples.Images.Count),
            (observer, stop) => LabelCheck.Run(trainer, samples.Images, run.Labels.Count, run.Settings, run.Folds, observer, stop),
            end);
        end.ThrowIfCancellationRequested();
        await suspects.SucceedAsync(run, samples, result, end);
        Log.LabelsChecked(logger, run.Id, samples.Images.Count, result.Suspects.Count);
    }

    // After its last epoch a fold is read once more for the probabilities.
    private static ProgressMeter MeterFor(Run run, int count)
    {
        var held = count / run.Folds;
        return new ProgressMeter(count - held, held * (run.Settings.Epochs + 1) / run.Settings.Epochs, run.Settings.Epochs, run.Folds);
    }
}
