using Digits.Learning.Data;
using Digits.Learning.Layers;
using Digits.Learning.Networks;

namespace Digits.Learning.Training;

/// <summary>Judges a network.</summary>
public static class Evaluator
{
    private const int MaxBatchSize = 256;

    // 512 MiB of floats: a network with very large layers is judged by fewer images at a time.
    private const long MaxWorkspace = 1L << 27;

    /// <summary>Reads every image and counts.</summary>
    /// <param name="network">The network to judge.</param>
    /// <param name="images">At least one image of the network's shape; every label is one of its classes.</param>
    /// <param name="threads">Threads to use; 0 means every core that the process may use.</param>
    /// <param name="cancellationToken">Honoured between batches of images.</param>
    /// <exception cref="ArgumentException">The images do not fit the network, or there are none.</exception>
    public static Evaluation Evaluate(
        Network network, LabeledImages images, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        TrainingChecks.CheckImages(images, "images", network.InputShape, network.ClassCount);
        if (images.Count == 0)
        {
            throw new ArgumentException("There are no images to judge the network by.", nameof(images));
        }

        using var team = new WorkerTeam(WorkerTeam.Threads(threads));
        return Evaluate(network, images, Forward(network, images, team), cancellationToken);
    }

    /// <summary>The forward pass to judge with, for use again after every epoch.</summary>
    internal static BatchForward Forward(Network network, LabeledImages images, WorkerTeam team)
    {
        var capacity = Capacity(network.Plan, images.Count, team.Size);
        return new BatchForward(network, team, new Workspace(network.Plan, capacity, team.Size, training: false));
    }

    /// <summary>How many images to judge by at a time.</summary>
    internal static int Capacity(Plan plan, int count, int threads)
    {
        var capacity = Math.Min(MaxBatchSize, count);
        while (capacity > 1 && Workspace.Size(plan, capacity, threads, training: false) > MaxWorkspace)
        {
            capacity /= 2;
        }

        return capacity;
    }

    internal static Evaluation Evaluate(
        Network network, LabeledImages images, BatchForward forward, CancellationToken cancellationToken)
    {
        int[] order = [.. Enumerable.Range(0, images.Count)];
        var confusion = new ConfusionMatrix(network.ClassCount);
        var batchSize = forward.Capacity;
        var loss = 0.0;
        var right = 0;
        for (var start = 0; start < images.Count; start += batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            forward.Batch.Take(images, order, start, Math.Min(batchSize, images.Count - start));
            forward.Run(key: 0);
            for (var image = 0; image < forward.Batch.Count; image++)
            {
                var label = forward.Batch.Label(image);
                var scores = forward.Scores(image);
                var best = SoftmaxCrossEntropy.Best(scores);
                loss += SoftmaxCrossEntropy.Loss(scores, label);
                right += best == label ? 1 : 0;
                confusion.Add(label, best);
            }
        }

        return new Evaluation((double)right / images.Count, loss / images.Count, confusion);
    }
}
