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
