using Digits.Learning.Networks;

namespace Digits.Learning.Training;

/// <summary>Trains networks on labelled images.</summary>
public interface ITrainer
{
    /// <summary>Trains on the calling thread (and helpers of its own) until every network of the committee is done.</summary>
    /// <param name="data">The images; <see cref="TrainingData.HoldOut"/> is applied to them first.</param>
    /// <param name="settings">Layers, epochs, batch size and so on.</param>
    /// <param name="observer">Told of every batch and epoch, on the calling thread.</param>
    /// <param name="cancellationToken">Honoured between batches, also while judging.</param>
    /// <exception cref="ArgumentException">The images cannot be trained with; the message says why.</exception>
    /// <exception cref="TrainingRefusedException">The settings cannot be trained with; the message says why.</exception>
    /// <exception cref="Networks.ArchitectureException">The layers do not fit the images or the classes.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a finite number.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    TrainingResult Train(
        TrainingData data, TrainingSettings settings, ITrainingObserver observer, CancellationToken cancellationToken);
}

/// <summary>What a finished training run leaves.</summary>
/// <param name="Model">The trained network or networks.</param>
/// <param name="Epochs">A report per epoch of every network, in order.</param>
/// <param name="Test">The model judged on the test images; null when there are none.</param>
/// <param name="Validation">The model judged on the validation images; null when there are none.</param>
public sealed record TrainingResult(
    Committee Model, IReadOnlyList<EpochReport> Epochs, Evaluation? Test, Evaluation? Validation = null);

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

/// <summary>The data and the settings do not go together. The message may be shown to the caller.</summary>
public sealed class TrainingRefusedException : ArgumentException
{
    /// <summary>Says what does not fit.</summary>
    public TrainingRefusedException(string message)
        : base(message)
    {
    }
}
