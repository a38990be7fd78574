namespace Digits.Learning.Training.Runs;

/// <summary>
/// Early stopping: finds the epoch with the best accuracy on the validation images, on a tie the one with the smaller loss, and tells when
/// patience is exhausted.
/// </summary>
/// <param name="patience">The number of epochs without improvement after which training stops; 0 for never.</param>
internal sealed class EpochChoice(int patience)
{
    private Evaluation? _best;
    private int _epochsSince;

    /// <summary>Whether patience is exhausted: the last <c>patience</c> epochs brought no improvement.</summary>
    public bool IsExhausted => patience > 0 && _epochsSince >= patience;

    /// <summary>Takes the evaluation of the next epoch.</summary>
    /// <returns>Whether it is the best so far.</returns>
    public bool IsBest(Evaluation validation)
    {
        var isBest = _best is null
            || (validation.Accuracy, -validation.Loss).CompareTo((_best.Accuracy, -_best.Loss)) > 0;
        _best = isBest ? validation : _best;
        _epochsSince = isBest ? 0 : _epochsSince + 1;
        return isBest;
    }
}
