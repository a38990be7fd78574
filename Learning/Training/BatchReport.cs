namespace Digits.Learning.Training;

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
