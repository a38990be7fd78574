using Digits.Learning.Networks;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Training.Runs;

/// <summary>What must hold before a run begins.</summary>
internal static class TrainingChecks
{
    // 2 GiB of floats: beyond it, a batch is refused rather than allocated.
    private const long MaxWorkspace = 1L << 29;

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

        ImageChecks.Check(data.Train, nameof(data), data.Train.Shape, data.ClassCount);
        ImageChecks.Check(data.Test, nameof(data), data.Train.Shape, data.ClassCount);
        if (data.Validation is { } validation)
        {
            ImageChecks.Check(validation, nameof(data), data.Train.Shape, data.ClassCount);
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
