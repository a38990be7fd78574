using Digits.Learning.Data;

namespace Digits.Learning.Training;

/// <summary>Trains a network on labelled images.</summary>
public interface ITrainer
{
    /// <summary>Trains on the calling thread (and helpers of its own) until all epochs are done.</summary>
    /// <param name="train">The images to learn from; at least one.</param>
    /// <param name="test">The images to judge by after every epoch; when empty, judging is left out.</param>
    /// <param name="classCount">The number of classes; every label is less.</param>
    /// <param name="settings">Layers, epochs, batch size and so on.</param>
    /// <param name="observer">Told of every batch and epoch, on the calling thread.</param>
    /// <param name="cancellationToken">Honoured between batches, also while judging.</param>
    /// <exception cref="ArgumentException">The data or the settings cannot be trained with; the message says why.</exception>
    /// <exception cref="Networks.ArchitectureException">The layers do not fit the images or the classes.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a finite number.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    TrainingResult Train(
        LabeledImages train,
        LabeledImages test,
        int classCount,
        TrainingSettings settings,
        ITrainingObserver observer,
        CancellationToken cancellationToken);
}
