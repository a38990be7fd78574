namespace Digits.Learning.Training;

/// <summary>One epoch of a training run.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="TrainLoss">Mean cross-entropy over the epoch, dropout active.</param>
/// <param name="TrainAccuracy">Share read rightly over the epoch, 0 to 1, dropout active.</param>
/// <param name="TestLoss">Mean cross-entropy on the test images; null when there are none.</param>
/// <param name="TestAccuracy">Share of the test images read rightly, 0 to 1; null when there are none.</param>
/// <param name="ImagesPerSecond">Speed of this epoch's training, without judging.</param>
/// <param name="Elapsed">Time spent training since the start, without judging.</param>
public sealed record EpochReport(
    int Epoch,
    double TrainLoss,
    double TrainAccuracy,
    double? TestLoss,
    double? TestAccuracy,
    double ImagesPerSecond,
    TimeSpan Elapsed);
