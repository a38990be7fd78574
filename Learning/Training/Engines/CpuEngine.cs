using Digits.Learning.Augmentation;
using Digits.Learning.Data;
using Digits.Learning.Networks;

namespace Digits.Learning.Training.Engines;

/// <summary>The managed engine.</summary>
internal sealed class CpuEngine : IEngine
{
    private readonly Network _network;
    private readonly LabeledImages _images;
    private readonly WeightAverage? _average;
    private readonly OptimizerSink _sink;
    private readonly TrainingStep _step;
    private readonly BatchForward? _judge;

    /// <param name="network">The network to train, with its first weights.</param>
    /// <param name="data">The images.</param>
    /// <param name="settings">Batch size, optimiser and so on.</param>
    /// <param name="seed">Decides augmentation.</param>
    /// <param name="team">Does the work; not disposed of.</param>
    public CpuEngine(Network network, TrainingData data, TrainingSettings settings, uint seed, WorkerTeam team)
    {
        _network = network;
        _images = data.Train;
        Kept = network;
        if (settings.WeightAveraging > 0)
        {
            Kept = new Network(network.Architecture, network.InputShape, network.ClassCount);
            _average = new WeightAverage(network.Weights, Kept.Weights, settings.WeightAveraging);
        }

        _sink = OptimizerSink.Create(settings.Optimizer, network.Weights, _average);
        var augmenter = Augmenter.Create(settings.Augmentation, data.Train.Shape, seed, team.Size);
        _step = new TrainingStep(network, team, settings.BatchSizeFor(data.Train), _sink, augmenter, settings.LabelSmoothing);
        var most = data.HasValidation && data.Validation!.Count > data.Test.Count ? data.Validation : data.Test;
        _judge = most.Count > 0 ? Evaluator.Forward(Kept, most, team) : null;
    }

    public Network Kept { get; }

    public (double Loss, int Right) Step(int[] order, int start, int count, double rate, uint key)
    {
        _sink.NextStep(rate);
        _step.Batch.Take(_images, order, start, count);
        return _step.Run(key);
    }

    public bool FinishEpoch()
    {
        _average?.CopyUntrained();
        return _network.Weights.AllFinite();
    }

    public Evaluation Evaluate(LabeledImages images, CancellationToken cancellationToken) =>
        Evaluator.Evaluate(Kept, images, _judge!, cancellationToken);

    public void Dispose()
    {
    }
}
