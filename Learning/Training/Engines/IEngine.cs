using Digits.Learning.Data;
using Digits.Learning.Networks;

namespace Digits.Learning.Training.Engines;

/// <summary>Computes the steps of one network in training; the run decides which, and when training ends.</summary>
internal interface IEngine : IDisposable
{
    /// <summary>What is judged and kept; its weights are those in training, or their average, as of the last finished epoch.</summary>
    Network Kept { get; }

    /// <summary>Learns from the train images <c>order[start]</c> to <c>order[start + count - 1]</c>.</summary>
    /// <param name="order">Indices of train images.</param>
    /// <param name="start">Where the batch begins in the order.</param>
    /// <param name="count">Images in the batch, at least 1.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="key">Random key for this step.</param>
    /// <returns>The sum of the images' losses, and how many were read rightly, before the step.</returns>
    (double Loss, int Right) Step(int[] order, int start, int count, double rate, uint key);

    /// <summary>Brings <see cref="Kept"/> up to date.</summary>
    /// <returns>Whether every weight is a finite number.</returns>
    bool FinishEpoch();

    /// <summary>Judges <see cref="Kept"/>.</summary>
    Evaluation Evaluate(LabeledImages images, CancellationToken cancellationToken);
}
