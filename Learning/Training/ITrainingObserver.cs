namespace Digits.Learning.Training;

/// <summary>Follows a training run. Called on the training thread, which waits for the return: be quick.</summary>
public interface ITrainingObserver
{
    /// <summary>A batch was learned from.</summary>
    void OnBatch(BatchReport report);

    /// <summary>An epoch ended and the network was judged on the test images.</summary>
    void OnEpoch(EpochReport report);
}

/// <summary>One batch of a training run.</summary>
/// <param name="Epoch">Counted from 1 for every network.</param>
/// <param name="Batch">Counted from 1 within the epoch.</param>
/// <param name="BatchCount">Batches in an epoch.</param>
/// <param name="Loss">Mean cross-entropy of the batch, before its step.</param>
/// <param name="Accuracy">Share of the batch read rightly, 0 to 1, before its step.</param>
/// <param name="ImagesSeen">Images learned from since the start of the run, by all networks.</param>
/// <param name="Elapsed">Time spent training since the start of the run, without judging.</param>
/// <param name="Member">The network within the committee, counted from 1.</param>
/// <param name="MemberCount">Networks in the committee.</param>
public readonly record struct BatchReport(
    int Epoch,
    int Batch,
    int BatchCount,
    double Loss,
    double Accuracy,
    long ImagesSeen,
    TimeSpan Elapsed,
    int Member = 1,
    int MemberCount = 1);

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
