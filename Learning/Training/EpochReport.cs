namespace Digits.Learning.Training;

/// <summary>One epoch of one network of a training run.</summary>
/// <param name="Epoch">Counted from 1 for every network.</param>
/// <param name="TrainLoss">Mean cross-entropy over the epoch, dropout, augmentation and label smoothing active.</param>
/// <param name="TrainAccuracy">Share read rightly over the epoch, 0 to 1, dropout and augmentation active.</param>
/// <param name="TestLoss">Mean cross-entropy on the test images; null when there are none.</param>
/// <param name="TestAccuracy">Share of the test images read rightly, 0 to 1; null when there are none.</param>
/// <param name="ImagesPerSecond">Speed of this epoch's training, without judging.</param>
/// <param name="Elapsed">Time spent training since the start of the run, without judging.</param>
/// <param name="ValidationLoss">Mean cross-entropy on the validation images; null when there are none.</param>
/// <param name="ValidationAccuracy">Share of the validation images read rightly, 0 to 1; null when there are none.</param>
/// <param name="Member">The network within the committee, counted from 1.</param>
public sealed record EpochReport(
    int Epoch,
    double TrainLoss,
    double TrainAccuracy,
    double? TestLoss,
    double? TestAccuracy,
    double ImagesPerSecond,
    TimeSpan Elapsed,
    double? ValidationLoss = null,
    double? ValidationAccuracy = null,
    int Member = 1);
