using System.Text.RegularExpressions;
using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Training;
using Digits.Processing.V1;
using Digits.ServiceDefaults.Errors;
using Digits.ServiceDefaults.Settings;
using Digits.Training.Datasets;
using Digits.Training.Mapping;
using Digits.Training.V1;

namespace Digits.Training.Runs;

/// <summary>Turns a request into a run that can be queued, or names everything that is wrong with it.</summary>
internal sealed partial class RunPlanner(DigitsConfig config, DatasetReader datasets, TimeProvider time)
{
    private const string DefaultModel = "digits";
    private const uint DefaultSeed = 1;

    /// <summary>Stands in for the number of classes while neither the data set nor the last layer tells it.</summary>
    private const int AssumedClassCount = 10;

    /// <exception cref="Grpc.Core.RpcException">The request is wrong, or its data set cannot be had.</exception>
    public async Task<Run> PlanAsync(StartRunRequest request, CancellationToken cancellationToken)
    {
        var faults = new List<(string Field, string Description)>();
        var settings = Resolve(request, faults);
        CheckNames(request, faults);
        faults.AddRange(settings.Check().Select(Split));

        // Processing is asked only for a request that is right so far, so that all other faults are told even while it is away.
        var dataset = faults.Count == 0 ? await FindAsync(request, cancellationToken) : null;
        CheckArchitecture(settings.Layers, dataset, faults);
        if (faults.Count > 0)
        {
            throw Errors.InvalidRun(faults);
        }

        var now = time.GetUtcNow();
        return new Run
        {
            Id = RunId.Create(now),
            Dataset = dataset!.Name,
            DatasetVersion = dataset.Version,
            Labels = [.. dataset.Labels],
            Preset = request.Preset,
            Model = ModelOf(request),
            Settings = settings,
            CreateTime = now,
        };
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,63}\\z")]
    internal static partial Regex ModelName { get; }

    private static string ModelOf(StartRunRequest request) => request.Model.Length > 0 ? request.Model : DefaultModel;

    /// <summary>The request's own settings come first, then the named preset's, then config.json's.</summary>
    private TrainingSettings Resolve(StartRunRequest request, List<(string Field, string Description)> faults)
    {
        var settings = new TrainingSettings
        {
            Layers = [],
            Epochs = config.Epochs,
            BatchSize = config.BatchSize,
            LearningRate = config.LearningRate,
            Seed = DefaultSeed,
        };
        if (Presets.TryFind(request.Preset, out var preset))
        {
            settings = preset.Settings with { Seed = DefaultSeed };
        }
        else
        {
            settings = settings with { Layers = Architecture.Parse(config.Architecture).Layers };
            if (request.Preset.Length > 0)
            {
                var known = string.Join(", ", Presets.All.Select(known => known.Name));
                faults.Add(("preset", $"There is no preset \"{CallerText.Shorten(request.Preset)}\"; there are {known}."));
            }
        }

        return RecipeMapping.Override(settings, request);
    }

    private static void CheckNames(StartRunRequest request, List<(string Field, string Description)> faults)
    {
        DatasetText.Check(request.Dataset, request.DatasetVersion, faults);
        if (!ModelName.IsMatch(ModelOf(request)))
        {
            faults.Add(("model", "Must be 1 to 64 of a-z, 0-9, \".\", \"_\" and \"-\", first a letter or digit."));
        }
    }

    /// <summary>A fault begins with the setting's name, which is that of the request's field.</summary>
    private static (string Field, string Description) Split(string fault)
    {
        var colon = fault.IndexOf(": ", StringComparison.Ordinal);
        return (fault[..colon], fault[(colon + 2)..]);
    }

    private void CheckArchitecture(IReadOnlyList<LayerSpec> layers, Dataset? dataset, List<(string Field, string Description)> faults)
    {
        var shape = dataset is null
            ? new ImageShape(config.InputShape[0], config.InputShape[1], config.InputShape[2])
            : new ImageShape(dataset.Height, dataset.Width, dataset.Channels);
        var outputs = layers.LastOrDefault(layer => layer.Type == LayerTypes.Dense)?.Units;
        var classCount = dataset?.Labels.Count ?? (outputs > 1 ? outputs.Value : AssumedClassCount);
        faults.AddRange(Architecture.Check(layers, shape, classCount).Select(fault => ("architecture", fault)));
    }

    private async Task<Dataset> FindAsync(StartRunRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var dataset = await datasets.FindAsync(request.Dataset, request.DatasetVersion, cancellationToken);
            return dataset.TrainCount > 0 && dataset.Labels.Count > 1
                ? dataset
                : throw new DatasetException(
                    DatasetFault.Unusable,
                    $"Data set {dataset.Name} has nothing to learn: it needs samples in its train part and at least two labels.");
        }
        catch (DatasetException exception)
        {
            throw Errors.Dataset(exception);
        }
    }
}
