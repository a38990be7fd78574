using Digits.Learning.Data;
using Digits.Learning.Networks;

namespace Digits.Learning.Training;

/// <summary>What must hold before a run begins.</summary>
internal static class TrainingChecks
{
    // 2 GiB of floats: beyond it, a batch is refused rather than allocated.
    private const long MaxWorkspace = 1L << 29;

    public static void CheckImages(LabeledImages images, string name, ImageShape shape, int classCount)
    {
        if (images.Shape != shape && images.Count > 0)
        {
            throw new ArgumentException($"The images are {images.Shape}, but {shape} is needed.", name);
        }

        foreach (var label in images.Labels)
        {
            if (label >= classCount)
            {
                throw new ArgumentException($"An image has label {label}, but there are {classCount} classes.", name);
            }
        }
    }

    /// <summary>Whatever an engine trains.</summary>
    public static void Check(TrainingData data, TrainingSettings settings, ITrainingObserver observer)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(observer);
        CheckSettings(settings, data.HasValidation);
        CheckData(data);
    }

    private static void CheckData(TrainingData data)
    {
        if (data.Train.Count == 0)
        {
            throw new ArgumentException("There are no images to learn from.", nameof(data));
        }

        CheckImages(data.Train, nameof(data), data.Train.Shape, data.ClassCount);
        CheckImages(data.Test, nameof(data), data.Train.Shape, data.ClassCount);
        if (data.Validation is { } validation)
        {
            CheckImages(validation, nameof(data), data.Train.Shape, data.ClassCount);
        }
    }

    private static void CheckSettings(TrainingSettings settings, bool hasValidation)
    {
        var faults = settings.Check(hasValidation);
        if (faults.Count > 0)
        {
            throw new TrainingRefusedException(string.Join(" ", faults));
        }
    }

    public static void CheckMemory(Plan plan, int batchSize, int threads)
    {
        var size = TrainingStep.Size(plan, batchSize, threads);
        if (size > MaxWorkspace)
        {
            throw new TrainingRefusedException(
                $"A batch of {batchSize} needs {size >> 18} MiB with this architecture; at most {MaxWorkspace >> 18} MiB are allowed.");
        }
    }
}
