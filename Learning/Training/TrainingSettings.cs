using Digits.Learning.Augmentation;
using Digits.Learning.Data;
using Digits.Learning.Kernels;
using Digits.Learning.Networks;
using Digits.Learning.Optimizers;

namespace Digits.Learning.Training;

/// <summary>All that decides a training run besides the data.</summary>
public sealed record TrainingSettings
{
    /// <summary>Epochs allowed in one run.</summary>
    public const int MaxEpochs = ScheduleSettings.MaxStepEpochs;

    /// <summary>Images allowed in one step.</summary>
    public const int MaxBatchSize = 4096;

    /// <summary>Threads allowed.</summary>
    public const int MaxThreads = 256;

    /// <summary>Networks allowed in a committee.</summary>
    public const int MaxMembers = 16;

    /// <summary>The largest share of the training images that may be held out.</summary>
    public const double MaxValidationShare = 0.5;

    /// <summary>The network's layers.</summary>
    public required IReadOnlyList<LayerSpec> Layers { get; init; }

    /// <summary>How often every image is seen, 1 to <see cref="MaxEpochs"/>.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images per step, 1 to <see cref="MaxBatchSize"/>. The last batch of an epoch holds what is left over.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The highest learning rate, above 0 and at most 1; <see cref="Schedule"/> says how it moves.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Decides the first weights, the order of the images, what is held out, augmentation and what dropout drops.</summary>
    public required uint Seed { get; init; }

    /// <summary>Threads to use; 0 means every core that the process may use. The outcome does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>How a step turns the gradient into new weights.</summary>
    public OptimizerSettings Optimizer { get; init; } = new();

    /// <summary>How the learning rate moves over the run.</summary>
    public ScheduleSettings Schedule { get; init; } = new();

    /// <summary>
    /// The share of the aim that is spread evenly over all classes, 0 up to, not including, 1: a network that is asked to be less
    /// sure learns to be right more often.
    /// </summary>
    public double LabelSmoothing { get; init; }

    /// <summary>How training images are changed each time they are seen; null when they are not.</summary>
    public AugmentationSettings? Augmentation { get; init; }

    /// <summary>
    /// How slowly an average of the weights follows them from step to step, 0 up to, not including, 1; 0 keeps no average. With one,
    /// it is the average that is judged and kept.
    /// </summary>
    public double WeightAveraging { get; init; }

    /// <summary>
    /// The share of the training images, 0 to <see cref="MaxValidationShare"/>, that is held out to choose by, drawn by
    /// <see cref="Seed"/>; ignored when the data bring a validation part of their own.
    /// </summary>
    public double ValidationShare { get; init; }

    /// <summary>Epochs without gain on the validation part after which a network is done; 0 trains all epochs.</summary>
    public int Patience { get; init; }

    /// <summary>Whether to keep the weights of the epoch that did best on the validation part instead of the last.</summary>
    public bool KeepBest { get; init; }

    /// <summary>Networks that are trained one after another and answer together, 1 to <see cref="MaxMembers"/>.</summary>
    public int Members { get; init; } = 1;

    /// <summary>
    /// The seed of one network of the committee. The first has the run's own, so that it is the network that a run without a
    /// committee trains; the others have mix(seed + 0x9e3779b9 · (member - 1)), which has nothing to do with the run's neighbours.
    /// </summary>
    /// <param name="member">Counted from 1.</param>
    public uint MemberSeed(int member) => member == 1 ? Seed : Mixing.Mix(Seed + (0x9e3779b9 * (uint)(member - 1)));

    /// <summary>Images per step when there are only so many; a batch never holds an image twice.</summary>
    internal int BatchSizeFor(LabeledImages train) => Math.Min(BatchSize, train.Count);

    /// <summary>Every reason why a run with these numbers would be refused, whatever the images; empty when there is none.</summary>
    /// <param name="hasValidation">Whether the data bring a validation part of their own.</param>
    /// <returns>Faults that begin with the setting's name, as in <c>optimizer.momentum: 2 is not ...</c>.</returns>
    /// <remarks>The layers are not looked at; <see cref="Architecture.Check"/> does that.</remarks>
    public IReadOnlyList<string> Check(bool hasValidation = false)
    {
        var faults = new SettingFaults();
        faults.Between("threads", Threads, 0, MaxThreads);
        foreach (var field in RecipeFields.All)
        {
            field.Check(this, faults);
        }

        if (!hasValidation && ValidationShare == 0)
        {
            const string Needs = "needs a validation part to choose by; set validation_share.";
            if (Patience > 0)
            {
                faults.Add("patience", Needs);
            }

            if (KeepBest)
            {
                faults.Add("keep_best", Needs);
            }
        }

        return faults.All;
    }
}
