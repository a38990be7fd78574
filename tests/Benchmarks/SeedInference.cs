using Digits.Learning.Data;
using Digits.Learning.Layers;
using Digits.Learning.Networks;
using Digits.Learning.Training.Engines;

namespace Digits.Benchmarks;

/// <summary>Predictions of the seed network from bytes to probabilities: single images as a service reads them, or whole batches.</summary>
internal sealed class SeedInference : IDisposable
{
    private readonly LabeledImages _images = SeedNetwork.RandomImages(640);
    private readonly double[] _probabilities = new double[SeedNetwork.ClassCount];
    private readonly Network _network = SeedNetwork.Create();
    private readonly WorkerTeam _team;
    private readonly BatchForward _forward;
    private readonly int[] _order;
    private readonly int _batch;
    private int _next;

    public SeedInference(int batch, int threads)
    {
        _batch = batch;
        _order = [.. Enumerable.Range(0, _images.Count)];
        _team = new WorkerTeam(threads);
        _forward = new BatchForward(_network, _team, new Workspace(_network.InferencePlan, batch, threads, training: false));
        MedianMicroseconds(0.3);
    }

    /// <summary>The median time of a call that reads one batch.</summary>
    public double MedianMicroseconds(double seconds) => Timing.Median(Timing.Durations(seconds, _batch == 1 ? One : Many));

    public void Dispose() => _team.Dispose();

    private void One()
    {
        _network.Predict(_images.Image(_next), _probabilities);
        _next = (_next + 1) % _images.Count;
    }

    private void Many()
    {
        _forward.Batch.Take(_images, _order, _next, _batch);
        _next = (_next + _batch) % (_images.Count - _batch + 1);
        _forward.Run(key: 0);
        for (var image = 0; image < _batch; image++)
        {
            Array.Clear(_probabilities);
            SoftmaxCrossEntropy.AddProbabilities(_forward.Scores(image), _probabilities);
        }
    }
}
