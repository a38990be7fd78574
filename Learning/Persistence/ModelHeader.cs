using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Training;

namespace Digits.Learning.Persistence;

/// <summary>The description of a network or committee in a model file.</summary>
public sealed record ModelHeader
{
    /// <summary>The <see cref="Preprocessing"/> of images that were cropped, scaled and centred as MNIST's are.</summary>
    public const string MnistPreprocessing = "mnist";

    // No more faults than this are reported.
    private const int MaxFaults = 10;

    private const int MaxName = 128;

    // Data sets allow 100 user-perceived characters, each of which may be several UTF-16 code units.
    private const int MaxLabel = 1000;

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The model's version, counted from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The label of every class, in the order of the network's outputs.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The shape of the input images.</summary>
    public required ImageShape InputShape { get; init; }

    /// <summary>The layers of the network; in a committee those of its first member.</summary>
    public required IReadOnlyList<LayerSpec> Layers { get; init; }

    /// <summary>The name of the normalisation of its training images.</summary>
    public required string Preprocessing { get; init; }

    /// <summary>The data set it was trained on.</summary>
    public required string Dataset { get; init; }

    /// <summary>The version of that data set.</summary>
    public required string DatasetVersion { get; init; }

    /// <summary>The training seed.</summary>
    public required uint Seed { get; init; }

    /// <summary>Epochs trained.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images per step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The peak learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>All settings of its training; null in files that were written before the settings were stored.</summary>
    public TrainingSettings? Recipe { get; init; }

    /// <summary>Accuracy on the test images, 0 to 1; null when there were none.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>Mean cross-entropy on the test images; null when there were none.</summary>
    public double? TestLoss { get; init; }

    /// <summary>When the training ended.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Every value that a model trained by Digits cannot have, each as a sentence; empty when all are valid.</summary>
    /// <remarks>
    /// The limits are no tighter than those of data sets and runs, so every model that Digits trained is within them.
    /// </remarks>
    public IReadOnlyList<string> Check()
    {
        var faults = new List<string>();
        CheckText("model", Model, MaxName, faults);
        CheckText("preprocessing", Preprocessing, MaxName, faults);
        CheckText("dataset", Dataset, MaxName, faults);
        CheckText("dataset_version", DatasetVersion, MaxName, faults);
        CheckLabels(faults);
        Within("version", Version, 0, int.MaxValue, faults);
        Within("epochs", Epochs, 1, TrainingSettings.MaxEpochs, faults);
        Within("batch_size", BatchSize, 1, TrainingSettings.MaxBatchSize, faults);
        Within("lr", LearningRate, double.Epsilon, 1, faults);
        Within("test_accuracy", TestAccuracy ?? 0, 0, 1, faults);
        Within("test_loss", TestLoss ?? 0, 0, float.MaxValue, faults);
        Within("created_at", CreatedAt.UtcDateTime.Year, 2000, 2200, faults);
        return faults;
    }

    private static void CheckText(string name, string text, int most, List<string> faults)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > most)
        {
            faults.Add(FormattableString.Invariant($"{name}: {text.Length} characters are not between 1 and {most}, or all are blank."));
        }
    }

    // The condition is negated so that not-a-number is out of range.
    private static void Within(string name, double value, double least, double most, List<string> faults)
    {
        if (!(value >= least && value <= most))
        {
            faults.Add(FormattableString.Invariant($"{name}: {value} is not between {least} and {most}."));
        }
    }

    private void CheckLabels(List<string> faults)
    {
        if (Labels.Count is < 2 or > ArchitectureLimits.Units)
        {
            faults.Add(FormattableString.Invariant($"labels: {Labels.Count} are not between 2 and {ArchitectureLimits.Units}."));
        }

        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, label) in Labels.Index())
        {
            var name = FormattableString.Invariant($"labels[{index}]");
            CheckText(name, label, MaxLabel, faults);
            if (!known.Add(label))
            {
                faults.Add($"{name}: is also the label of another class.");
            }

            if (faults.Count >= MaxFaults)
            {
                return;
            }
        }
    }

    /// <exception cref="ArgumentException">The header belongs to another model.</exception>
    internal void CheckDescribes(Committee model)
    {
        if (InputShape != model.InputShape || Labels.Count != model.ClassCount
            || !Layers.SequenceEqual(model.Members[0].Architecture.Layers))
        {
            throw new ArgumentException("The header's shape, labels or layers are not those of the model.");
        }
    }
}
