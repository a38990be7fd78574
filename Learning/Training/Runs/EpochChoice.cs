namespace Digits.Learning.Training.Runs;

/// <summary>
/// Follows how a network does on the validation part and says which epoch was best: the one that read most images rightly, on a
/// tie the one of the smaller loss.
/// </summary>
/// <param name="patience">Epochs without gain after which it is enough; 0 for never.</param>
internal sealed class EpochChoice(int patience)
{
    private Evaluation? _best;
    private int _epochsSince;

    /// <summary>Whether patience is exhausted: there was no gain for as many epochs as it allows.</summary>
    public bool IsEnough => patience > 0 && _epochsSince >= patience;

    /// <summary>Takes the next epoch's verdict.</summary>
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
