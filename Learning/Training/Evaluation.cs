namespace Digits.Learning.Training;

/// <summary>How well a network reads a set of images.</summary>
/// <param name="Accuracy">Share read rightly, 0 to 1.</param>
/// <param name="Loss">Mean cross-entropy.</param>
/// <param name="Confusion">How often each class was read as each.</param>
public sealed record Evaluation(double Accuracy, double Loss, ConfusionMatrix Confusion);

/// <summary>Counts of how often a class was read as which class.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts;

    /// <summary>All counts are zero.</summary>
    /// <param name="classCount">At least 1.</param>
    public ConfusionMatrix(int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        ClassCount = classCount;
        _counts = new int[classCount * classCount];
    }

    /// <summary>The number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>How many images of class <paramref name="actual"/> were read as <paramref name="predicted"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int this[int actual, int predicted] => _counts[Cell(actual, predicted)];

    /// <summary>Counts one more image.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public void Add(int actual, int predicted) => _counts[Cell(actual, predicted)]++;

    private int Cell(int actual, int predicted)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)actual, (uint)ClassCount, nameof(actual));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)predicted, (uint)ClassCount, nameof(predicted));
        return (actual * ClassCount) + predicted;
    }
}
