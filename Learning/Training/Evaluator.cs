using Digits.Learning.Data;
using Digits.Learning.Networks;

namespace Digits.Learning.Training;

/// <summary>Judges a network.</summary>
public static class Evaluator
{
    /// <summary>Reads every picture and counts.</summary>
    /// <param name="network">The network to judge.</param>
    /// <param name="images">At least one picture of the network's shape; every label is one of its classes.</param>
    /// <param name="threads">Threads to use; 0 means every core that the process may use.</param>
    /// <param name="cancellationToken">Honoured between batches of pictures.</param>
    /// <exception cref="ArgumentException">The pictures do not fit the network, or there are none.</exception>
    public static Evaluation Evaluate(
        Network network, LabeledImages images, int threads = 0, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();
}
