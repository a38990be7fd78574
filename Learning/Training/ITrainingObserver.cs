namespace Digits.Learning.Training;

/// <summary>Follows a training run. Called on the training thread, which waits for the return: be quick.</summary>
public interface ITrainingObserver
{
    /// <summary>A batch was learned from.</summary>
    void OnBatch(BatchReport report);

    /// <summary>An epoch ended and the network was judged on the test images.</summary>
    void OnEpoch(EpochReport report);
}
