using Digits.Learning.Data;
using Digits.Learning.Networks;

namespace Digits.Learning.Training.Engines;

/// <summary>Computes the training steps of one network; the run decides which steps, and when training ends.</summary>
internal interface IEngine : IDisposable
{
    /// <summary>The network that is evaluated and kept: its weights are the trained ones, or their average, as of the last finished epoch.</summary>
    Network Kept { get; }

    /// <summary>Does one step with the training images <c>order[start]</c> to <c>order[start + count - 1]</c>.</summary>
    /// <param name="order">Indices of training images.</param>
    /// <param name="start">The position of the batch's first image in the order.</param>
    /// <param name="count">Images in the batch, at least 1.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="key">The random key for this step.</param>
    /// <returns>The sum of the images' losses and the number of images that were classified correctly, both before the step.</returns>
    (double Loss, int Right) Step(int[] order, int start, int count, double rate, uint key);

    /// <summary>Updates <see cref="Kept"/> at the end of an epoch.</summary>
    /// <returns>Whether every weight is a finite number.</returns>
    bool FinishEpoch();

    /// <summary>Evaluates <see cref="Kept"/>.</summary>
    Evaluation Evaluate(LabeledImages images, CancellationToken cancellationToken);
}
