namespace Digits.Learning.Training;

/// <summary>Training failed because the loss stopped being a finite number.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Says where it happened and what usually helps.</summary>
    /// <param name="epoch">Counted from 1.</param>
    /// <param name="batch">Counted from 1 within the epoch.</param>
    public TrainingDivergedException(int epoch, int batch)
        : base($"The loss stopped being a finite number in epoch {epoch}, batch {batch}. A smaller learning rate usually helps.")
    {
        Epoch = epoch;
        Batch = batch;
    }

    /// <summary>The epoch, counted from 1.</summary>
    public int Epoch { get; }

    /// <summary>The batch within the epoch, counted from 1.</summary>
    public int Batch { get; }
}
