using Digits.Learning.Augmentation;
using Digits.Learning.Layers;
using Digits.Learning.Networks;

namespace Digits.Learning.Training.Engines;

/// <summary>Takes whole batches through a network, with a team. Allocates nothing after construction.</summary>
internal sealed class BatchForward
{
    private readonly WorkerTeam _team;
    private readonly Network _network;
    private readonly ForwardPass _pass;
    private readonly Augmenter? _augmenter;
    private readonly List<(int Tasks, Action<int, int> Work)> _phases = [];

    /// <param name="network">The network.</param>
    /// <param name="team">Does the work.</param>
    /// <param name="workspace">
    /// Room for the largest batch and for every thread of the team, made for the network's plan, or, if not for training, for its
    /// inference plan.
    /// </param>
    /// <param name="prepared">The weights in training; null takes those for inference.</param>
    /// <param name="augmenter">Changes the images on their way in; null leaves them as they are.</param>
    public BatchForward(
        Network network, WorkerTeam team, Workspace workspace, PreparedWeights? prepared = null, Augmenter? augmenter = null)
    {
        _team = team;
        _network = network;
        _augmenter = augmenter;
        var plan = workspace.Training ? network.Plan : network.InferencePlan;
        var weights = workspace.Training ? network.Weights : network.InferenceWeights;
        _pass = new ForwardPass(plan, weights, prepared ?? network.InferencePrepared, workspace);
        foreach (var stage in plan.Stages)
        {
            AddPhase(stage);
        }
    }

    /// <summary>Images that a batch may hold.</summary>
    public int Capacity => _pass.Workspace.Capacity;

    /// <summary>The images at hand.</summary>
    public Batch Batch { get; } = new();

    /// <summary>Computes the class scores of every image of the batch.</summary>
    /// <param name="key">Chance for this step.</param>
    public void Run(uint key)
    {
        StepKey = key;
        if (!_pass.Workspace.Training)
        {
            _network.Fold();
        }

        foreach (var (tasks, work) in _phases)
        {
            _team.Run(tasks == 0 ? Batch.Shards : tasks, work);
        }
    }

    /// <summary>The class scores of an image of the batch.</summary>
    public Span<float> Scores(int image) => _pass.Scores(image);

    /// <summary>Chance for the step at hand.</summary>
    public uint StepKey { get; private set; }

    // A phase of 0 tasks has one per shard.
    private void AddPhase(Stage stage)
    {
        var isFirst = _phases.Count == 0;
        if (stage is DenseStage dense)
        {
            if (isFirst)
            {
                _phases.Add((0, Fill));
            }

            _phases.Add((dense.Layer.ForwardTasks, (task, _) => _pass.Run(dense, task, Batch.Count)));
            return;
        }

        var images = (ImageStage)stage;
        _phases.Add((0, (shard, thread) => RunShard(images, shard, thread, isFirst)));
        if (images.Norm is { } norm)
        {
            var tasks = ((BatchNormLayer)norm.Layer).MergeTasks;
            _phases.Add((tasks, (task, _) => _pass.Merge(norm, task, Batch.Count, Batch.ShardSize)));
        }
    }

    private void Fill(int shard, int thread)
    {
        var (first, end) = Batch.Shard(shard);
        for (var image = first; image < end; image++)
        {
            if (_augmenter is null)
            {
                _pass.Fill(Batch.Pixels(image), image);
            }
            else
            {
                _augmenter.Fill(Batch.Pixels(image), ForwardPass.ImageKey(StepKey, image), thread, _pass.Input(image));
            }
        }
    }

    private void RunShard(ImageStage stage, int shard, int thread, bool isFirst)
    {
        if (isFirst)
        {
            Fill(shard, thread);
        }

        var (first, end) = Batch.Shard(shard);
        _pass.Run(stage, first, end, thread, StepKey);
        if (stage.Norm is not null)
        {
            _pass.Measure(stage, first, end - first, shard);
        }
    }
}
