using System.Globalization;
using Digits.Learning.Data;

namespace Digits.Learning.Training;

/// <summary>The images of a run.</summary>
/// <param name="Train">The images to learn from; at least one.</param>
/// <param name="Validation">The images to choose the best epoch by; null or empty when there are none. Never learned from.</param>
/// <param name="Test">The images to judge by; may be empty. They decide nothing.</param>
/// <param name="ClassCount">The number of classes; every label is less.</param>
public sealed record TrainingData(LabeledImages Train, LabeledImages? Validation, LabeledImages Test, int ClassCount)
{
    private const uint Purpose = 4;

    /// <summary>Whether there are images to choose by.</summary>
    public bool HasValidation => Validation is { Count: > 0 };

    /// <summary>
    /// Moves a share of every class from the train part to the validation part, as <see cref="TrainingSettings.ValidationShare"/>
    /// asks; the data itself when nothing is asked or there is a validation part already. The draw depends on the seed only.
    /// </summary>
    /// <exception cref="TrainingRefusedException">There are too few images to leave one to each part.</exception>
    public TrainingData HoldOut(TrainingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (HasValidation || settings.ValidationShare == 0)
        {
            return this;
        }

        int[] order = [.. Enumerable.Range(0, Train.Count)];
        new SeededRandom(settings.Seed, Purpose).Shuffle(order);
        var due = new double[ClassCount];
        var isHeldOut = new bool[Train.Count];
        foreach (var image in order)
        {
            // Every class owes its share of an image per image; half an image is rounded up to one.
            ref var debt = ref due[Train.Labels[image]];
            debt += settings.ValidationShare;
            isHeldOut[image] = debt >= 0.5;
            debt -= isHeldOut[image] ? 1 : 0;
        }

        var held = Enumerable.Range(0, Train.Count).Where(image => isHeldOut[image]).ToArray();
        if (held.Length == 0 || held.Length == Train.Count)
        {
            throw new TrainingRefusedException(string.Create(
                CultureInfo.InvariantCulture,
                $"validation_share: {Train.Count} images are too few to hold out a share of {settings.ValidationShare}."));
        }

        var left = Enumerable.Range(0, Train.Count).Where(image => !isHeldOut[image]).ToArray();
        return this with { Train = Train.Select(left), Validation = Train.Select(held) };
    }
}
