using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Training;
using Digits.Processing.V1;
using Digits.ServiceDefaults.Errors;
using Digits.Training.Datasets;
using Digits.Training.Runs;
using Digits.Training.V1;
using LabelCheck = Digits.Learning.LabelChecks.LabelCheck;

namespace Digits.Training.LabelChecks;

/// <summary>Turns a request for a label check into a run that can be queued, or names everything that is wrong with it.</summary>
internal sealed class LabelCheckPlanner(DatasetReader datasets, TimeProvider time)
{
    private const string DefaultPreset = "fast";
    private const int DefaultFolds = 3;
    private const uint DefaultSeed = 1;

    /// <exception cref="Grpc.Core.RpcException">The request is wrong, or its data set cannot be had.</exception>
    public async Task<Run> PlanAsync(StartLabelCheckRequest request, CancellationToken cancellationToken)
    {
        var presetName = request.Preset.Length > 0 ? request.Preset : DefaultPreset;
        var folds = request.HasFolds ? request.Folds : DefaultFolds;
        var preset = CheckRequest(request, presetName, folds);
        var dataset = await FindAsync(request, folds, cancellationToken);

        // One network a fold, and none of the choices that need a part held out besides.
        var count = dataset.TrainCount + dataset.ValidationCount + dataset.TestCount;
        var settings = preset.Settings with
        {
            Seed = request.HasSeed ? request.Seed : DefaultSeed,
            Epochs = request.HasEpochs ? request.Epochs : LabelCheck.Epochs(preset.Settings.Epochs, count, folds),
            Members = 1,
            ValidationShare = 0,
            Patience = 0,
            KeepBest = false,
        };
        CheckArchitecture(settings, dataset);
        var now = time.GetUtcNow();
        return new Run
        {
            Id = RunId.Create(now),
            Kind = Runs.RunKind.LabelCheck,
            Dataset = dataset.Name,
            DatasetVersion = dataset.Version,
            Labels = [.. dataset.Labels],
            Preset = presetName,
            Model = "",
            Settings = settings,
            Folds = folds,
            CreateTime = now,
        };
    }

    private static Learning.Training.Preset CheckRequest(StartLabelCheckRequest request, string presetName, int folds)
    {
        var faults = new List<(string Field, string Description)>();
        DatasetText.Check(request.Dataset, request.DatasetVersion, faults);
        if (!Presets.TryFind(presetName, out var preset))
        {
            faults.Add(("preset", $"There is no preset \"{CallerText.Shorten(presetName)}\"; there are {string.Join(", ", Presets.All.Select(known => known.Name))}."));
        }

        if (folds is < LabelCheck.MinFolds or > LabelCheck.MaxFolds)
        {
            faults.Add(("folds", FormattableString.Invariant($"{folds} is not from {LabelCheck.MinFolds} to {LabelCheck.MaxFolds}.")));
        }

        if (request.HasEpochs && request.Epochs is < 1 or > TrainingSettings.MaxEpochs)
        {
            faults.Add(("epochs", FormattableString.Invariant($"{request.Epochs} is not from 1 to {TrainingSettings.MaxEpochs}.")));
        }

        return faults.Count == 0 ? preset! : throw Errors.InvalidLabelCheck(faults);
    }

    private static void CheckArchitecture(TrainingSettings settings, Dataset dataset)
    {
        var shape = new ImageShape(dataset.Height, dataset.Width, dataset.Channels);
        var faults = Architecture.Check(settings.Layers, shape, dataset.Labels.Count);
        if (faults.Count > 0)
        {
            throw Errors.InvalidLabelCheck([.. faults.Select(fault => ("preset", fault))]);
        }
    }

    private async Task<Dataset> FindAsync(StartLabelCheckRequest request, int folds, CancellationToken cancellationToken)
    {
        try
        {
            var dataset = await datasets.FindAsync(request.Dataset, request.DatasetVersion, cancellationToken);
            var count = dataset.TrainCount + dataset.ValidationCount + dataset.TestCount;
            return count >= folds && dataset.Labels.Count > 1
                ? dataset
                : throw new DatasetException(
                    DatasetFault.Unusable,
                    $"The labels of data set {dataset.Name} cannot be checked: it needs at least two labels, and a sample for each of {folds} folds.");
        }
        catch (DatasetException exception)
        {
            throw Errors.Dataset(exception);
        }
    }
}
