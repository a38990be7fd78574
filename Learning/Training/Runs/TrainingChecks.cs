using Digits.Learning.Data;

namespace Digits.Learning.Training.Runs;

/// <summary>Checks what must hold before a run begins.</summary>
internal static class TrainingChecks
{
    /// <summary>Checks the arguments of <see cref="ITrainer.Train"/>, whichever engine trains.</summary>
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
            throw new ArgumentException("There are no images to train on.", nameof(data));
        }

        foreach (var part in (LabeledImages?[])[data.Train, data.Test, data.Validation])
        {
            part?.CheckFit(data.Train.Shape, data.ClassCount, nameof(data));
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
}
