using Digits.Learning.Data;
using Digits.Learning.Layers;
using Digits.Learning.Networks;

namespace Digits.Learning.Training.Engines;

/// <summary>Evaluates a model on labelled images.</summary>
public static class Evaluator
{
    private const int MaxBatchSize = 256;

    // 512 MiB of floats. A network with very large layers is evaluated in smaller batches.
    private const long MaxWorkspace = 1L << 27;

    /// <summary>Computes accuracy, loss and confusion matrix.</summary>
    /// <param name="model">The network or networks to evaluate.</param>
    /// <param name="images">At least one image of the model's shape; every label is one of its classes.</param>
    /// <param name="threads">Threads to use; 0 means every core that the process may use.</param>
    /// <param name="cancellationToken">Honoured between batches of images.</param>
    /// <exception cref="ArgumentException">The images do not fit the model, or there are none.</exception>
    public static Evaluation Evaluate(
        Committee model, LabeledImages images, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        images.CheckFit(model.InputShape, model.ClassCount, "images");
        if (images.Count == 0)
        {
            throw new ArgumentException("There are no images to evaluate the model with.", nameof(images));
        }

        using var team = new WorkerTeam(WorkerTeam.Threads(threads));
        var forwards = model.Members.Select(member => Forward(member, images, team, model.Members.Count)).ToArray();
        return Evaluate(forwards, images, model.ClassCount, cancellationToken);
    }

    /// <summary>A forward pass for evaluation, which can be used again after every epoch.</summary>
    /// <param name="network">The network.</param>
    /// <param name="images">The images to evaluate on.</param>
    /// <param name="team">The threads that compute.</param>
    /// <param name="members">The number of such passes that share the memory.</param>
    internal static BatchForward Forward(Network network, LabeledImages images, WorkerTeam team, int members = 1)
    {
        var capacity = Capacity(network.InferencePlan, images.Count, team.Size, members);
        return new BatchForward(network, team, new Workspace(network.InferencePlan, capacity, team.Size, training: false));
    }

    /// <summary>The number of images to evaluate at a time.</summary>
    internal static int Capacity(Plan plan, int count, int threads, int members = 1)
    {
        var capacity = Math.Min(MaxBatchSize, count);
        while (capacity > 1 && members * Workspace.Size(plan, capacity, threads, training: false) > MaxWorkspace)
        {
            capacity /= 2;
        }

        return capacity;
    }

    /// <summary>Evaluates the committee whose members' forward passes are given; one pass evaluates a single network.</summary>
    internal static Evaluation Evaluate(
        IReadOnlyList<BatchForward> forwards, LabeledImages images, int classCount, CancellationToken cancellationToken)
    {
        int[] order = [.. Enumerable.Range(0, images.Count)];
        var confusion = new ConfusionMatrix(classCount);
        var batchSize = forwards.Min(forward => forward.Capacity);
        var probabilities = new double[classCount];
        var losses = new double[forwards.Count];
        var (loss, right) = (0.0, 0);
        for (var start = 0; start < images.Count; start += batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(batchSize, images.Count - start);
            foreach (var forward in forwards)
            {
                forward.Batch.Take(images, order, start, count);
                forward.Run(key: 0);
            }

            for (var image = 0; image < count; image++)
            {
                var label = images.Labels[start + image];
                Array.Clear(probabilities);
                for (var m = 0; m < losses.Length; m++)
                {
                    var scores = forwards[m].Scores(image);
                    losses[m] = SoftmaxCrossEntropy.Loss(scores, label);
                    SoftmaxCrossEntropy.AddProbabilities(scores, probabilities, 1.0 / losses.Length);
                }

                var best = SoftmaxCrossEntropy.Best<double>(probabilities);
                loss += LossOfMean(losses);
                right += best == label ? 1 : 0;
                confusion.Add(label, best);
            }
        }

        return new Evaluation((double)right / images.Count, loss / images.Count, confusion);
    }

    /// <summary>-ln of the mean of exp(-loss), which stays finite even if all members give the class almost no probability.</summary>
    private static double LossOfMean(double[] losses)
    {
        var least = losses.Min();
        return least - Math.Log(losses.Sum(loss => Math.Exp(least - loss)) / losses.Length);
    }
}
