using System.Runtime.InteropServices;
using Digits.Learning.Augmentation;
using Digits.Learning.Layers;
using Digits.Learning.Networks;

namespace Digits.Learning.Training.Engines;

/// <summary>
/// One training step: forward pass, loss, backward pass, and the gradients into a sink. The step is a list of phases, which is made at
/// construction. A phase is a number of tasks for the team, all of which are done before the next phase begins. A step allocates nothing.
/// </summary>
internal sealed class TrainingStep
{
    private readonly Network _network;
    private readonly WorkerTeam _team;
    private readonly BatchForward _forward;
    private readonly BackwardPass _backward;
    private readonly Gradients _gradients;
    private readonly List<(int Tasks, Action<int, int> Work)> _phases = [];
    private readonly double[] _losses;
    private readonly bool[] _right;
    private readonly double _smoothing;

    public TrainingStep(
        Network network, WorkerTeam team, int capacity, IGradientSink sink, Augmenter? augmenter = null, double smoothing = 0)
    {
        _network = network;
        _team = team;
        _smoothing = smoothing;
        _losses = new double[capacity];
        _right = new bool[capacity];
        var plan = network.Plan;
        var workspace = new Workspace(plan, capacity, team.Size, training: true);
        _gradients = new Gradients(plan, capacity, team.Size);
        var prepared = new PreparedWeights(plan, network.Weights, training: true);
        _forward = new BatchForward(network, team, workspace, prepared, augmenter);
        _backward = new BackwardPass(network.Weights, prepared, workspace, _gradients);
        _phases.Add((0, (shard, _) => ComputeLoss(shard)));
        foreach (var stage in plan.Stages.Reverse())
        {
            AddPhase(stage);
        }

        var finish = new WeightGradients(plan, workspace, _gradients, Batch, sink, team.Size);
        _phases.Add((finish.Tasks, finish.Run));
        if (prepared.Count > 0)
        {
            _phases.Add((prepared.Count, (layer, _) => prepared.Refresh(layer)));
        }

        prepared.Refresh();
    }

    /// <summary>The current batch.</summary>
    public Batch Batch => _forward.Batch;

    /// <summary>The memory of a step besides the weights, in floats.</summary>
    public static long Size(Plan plan, int capacity, int threads) =>
        Workspace.Size(plan, capacity, threads, training: true) + Gradients.Size(plan, capacity, threads);

    /// <summary>Does one training step on the current batch.</summary>
    /// <param name="key">The random key for this step.</param>
    /// <returns>The sum of the images' losses and the number of images that were classified correctly, both before the step.</returns>
    public (double Loss, int Right) Run(uint key)
    {
        _forward.Run(key);
        foreach (var (tasks, work) in _phases)
        {
            _team.Run(tasks == 0 ? Batch.Shards : tasks, work);
        }

        _network.Weights.Changed();
        var loss = 0.0;
        var right = 0;
        for (var image = 0; image < Batch.Count; image++)
        {
            loss += _losses[image];
            right += _right[image] ? 1 : 0;
        }

        return (loss, right);
    }

    private void AddPhase(Stage stage)
    {
        switch (stage)
        {
            case ImageStage images when Learns(images) || SomethingLearnsBefore(images):
                if (images.Norm is { WantsInputGradient: true } norm)
                {
                    var tasks = ((BatchNormLayer)norm.Layer).MergeTasks;
                    _phases.Add((tasks, (task, _) => _backward.Merge(norm, task, Batch)));
                }

                _phases.Add((0, (shard, thread) => RunShard(images, shard, thread)));
                break;
            case DenseStage dense when SomethingLearnsBefore(dense):
                _phases.Add((dense.Layer.InputGradientTasks, (task, _) => _backward.Run(dense, task, Batch.Count)));
                break;
        }
    }

    private bool SomethingLearnsBefore(Stage place) => _network.Plan.Stages.TakeWhile(stage => stage != place).Any(Learns);

    private static bool Learns(Stage stage) =>
        stage is DenseStage || ((ImageStage)stage).Layers.Any(placed => placed.Weights >= 0);

    private void RunShard(ImageStage stage, int shard, int thread)
    {
        _backward.Clear(stage, shard);
        var (first, end) = Batch.Shard(shard);
        _backward.Run(stage, first, end, shard, thread, _forward.StepKey);
    }

    private void ComputeLoss(int shard)
    {
        var (first, end) = Batch.Shard(shard);
        for (var image = first; image < end; image++)
        {
            var scores = _forward.Scores(image);
            var label = Batch.Label(image);
            _losses[image] = SoftmaxCrossEntropy.Loss(scores, label, _smoothing);
            _right[image] = SoftmaxCrossEntropy.Best<float>(scores) == label;
            var dZ = MemoryMarshal.CreateSpan(ref _gradients.Slot(_network.Plan.ScoresSlot, image), scores.Length);
            SoftmaxCrossEntropy.Gradient(scores, label, 1f / Batch.Count, dZ, (float)_smoothing);
        }
    }
}
