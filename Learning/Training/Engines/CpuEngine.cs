using Digits.Learning.Augmentation;
using Digits.Learning.Data;
using Digits.Learning.Networks;

namespace Digits.Learning.Training.Engines;

/// <summary>The managed engine, which computes on the vector units of the CPU.</summary>
internal sealed class CpuEngine : IEngine
{
    // 2 GiB of floats. A batch that needs more is refused rather than allocated.
    private const long MaxWorkspace = 1L << 29;

    private readonly WorkerTeam _team;
    private readonly Network _network;
    private readonly LabeledImages _images;
    private readonly WeightAverage? _average;
    private readonly OptimizerSink _sink;
    private readonly TrainingStep _step;
    private readonly BatchForward? _evaluation;

    /// <param name="network">The network to train, with its first weights.</param>
    /// <param name="data">The images.</param>
    /// <param name="settings">Batch size, optimiser and so on.</param>
    /// <param name="seed">Decides augmentation.</param>
    /// <exception cref="TrainingRefusedException">A batch needs too much memory.</exception>
    public CpuEngine(Network network, TrainingData data, TrainingSettings settings, uint seed)
    {
        var (batchSize, threads) = (settings.BatchSizeFor(data.Train), WorkerTeam.Threads(settings.Threads));
        CheckMemory(network.Plan, batchSize, threads);
        _network = network;
        _images = data.Train;
        Kept = network;
        if (settings.WeightAveraging > 0)
        {
            Kept = new Network(network.Architecture, network.InputShape, network.ClassCount);
            _average = new WeightAverage(network.Weights, Kept.Weights, settings.WeightAveraging);
        }

        _sink = OptimizerSink.Create(settings.Optimizer, network.Weights, _average);
        var augmenter = Augmenter.Create(settings.Augmentation, data.Train.Shape, seed, threads);
        var most = data.HasValidation && data.Validation!.Count > data.Test.Count ? data.Validation : data.Test;
        _team = new WorkerTeam(threads);
        try
        {
            _step = new TrainingStep(network, _team, batchSize, _sink, augmenter, settings.LabelSmoothing);
            _evaluation = most.Count > 0 ? Evaluator.Forward(Kept, most, _team) : null;
        }
        catch
        {
            // Nobody disposes an engine that was not constructed, and its threads would stay alive.
            _team.Dispose();
            throw;
        }
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
        Evaluator.Evaluate([_evaluation!], images, Kept.ClassCount, cancellationToken);

    public void Dispose() => _team.Dispose();

    private static void CheckMemory(Plan plan, int batchSize, int threads)
    {
        var size = TrainingStep.Size(plan, batchSize, threads);
        if (size > MaxWorkspace)
        {
            throw new TrainingRefusedException(
                $"A batch of {batchSize} needs {size >> 18} MiB with this architecture; at most {MaxWorkspace >> 18} MiB are allowed.");
        }
    }
}
