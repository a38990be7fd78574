using System.Diagnostics;
using Digits.Learning.Augmentation;
using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Optimizers;
using Digits.Learning.Training.Engines;

namespace Digits.Benchmarks;

/// <summary>
/// Training steps of the seed network as a run does them: shuffle at every epoch, bytes to floats, forward, backward, Adam. Kept
/// between rounds, so that every round is a warm one.
/// </summary>
internal sealed class SeedTraining : IDisposable
{
    private const int Batches = 100;
    private const int WarmUpSteps = 30;

    private readonly LabeledImages _images = SeedNetwork.RandomImages(SeedNetwork.BatchSize * Batches);
    private readonly SeededRandom _chance = new(1, 2);
    private readonly int[] _order = [.. Enumerable.Range(0, SeedNetwork.BatchSize * Batches)];
    private readonly Network _network = SeedNetwork.Create();
    private readonly WorkerTeam _team;
    private readonly OptimizerSink _sink;
    private readonly TrainingStep _step;
    private int _batch;

    public SeedTraining(int threads, AugmentationSettings? augmentation = null)
    {
        _team = new WorkerTeam(threads);
        _sink = OptimizerSink.Create(new OptimizerSettings(), _network.Weights);
        var augmenter = Augmenter.Create(augmentation, SeedNetwork.Input, seed: 1, threads);
        _step = new TrainingStep(_network, _team, SeedNetwork.BatchSize, _sink, augmenter);
        for (var i = 0; i < WarmUpSteps; i++)
        {
            Step();
        }
    }

    public double ImagesPerSecond(double seconds)
    {
        var (started, steps) = (Stopwatch.GetTimestamp(), 0);
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
        {
            Step();
            steps++;
        }

        return steps * SeedNetwork.BatchSize / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Bytes that a step allocates, on all threads together.</summary>
    public double AllocatedPerStep()
    {
        const int Steps = 50;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Steps; i++)
        {
            Step();
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Steps;
    }

    public void Dispose() => _team.Dispose();

    private void Step()
    {
        if (_batch % Batches == 0)
        {
            _chance.Shuffle(_order);
        }

        _sink.NextStep(0.001);
        _step.Batch.Take(_images, _order, _batch++ % Batches * SeedNetwork.BatchSize, SeedNetwork.BatchSize);
        _step.Run(_chance.NextUInt32());
    }
}
