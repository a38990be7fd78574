namespace Digits.Training.Runs;

/// <summary>Where a run stands after a batch.</summary>
/// <param name="Epoch">Counted from 1 for every network.</param>
/// <param name="Batch">Counted from 1 within the epoch.</param>
/// <param name="BatchCount">Batches in an epoch.</param>
/// <param name="Loss">Mean over the images since the last report.</param>
/// <param name="Accuracy">Share of the images since the last report, 0 to 1.</param>
/// <param name="ImagesPerSecond">Training speed over the last seconds.</param>
/// <param name="Fraction">Share of the whole run that is done, 0 to 1; never falls.</param>
/// <param name="TimeLeft">Estimated time until the run ends, judging included.</param>
/// <param name="Member">The network that is trained, counted from 1.</param>
/// <param name="MemberCount">Networks that the run trains.</param>
internal sealed record RunProgress(
    int Epoch,
    int Batch,
    int BatchCount,
    double Loss,
    double Accuracy,
    double ImagesPerSecond,
    double Fraction,
    TimeSpan TimeLeft,
    int Member = 1,
    int MemberCount = 1);
