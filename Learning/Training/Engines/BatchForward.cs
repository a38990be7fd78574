using Digits.Learning.Augmentation;
using Digits.Learning.Data;
using Digits.Learning.Layers;
using Digits.Learning.Networks;

namespace Digits.Learning.Training.Engines;

/// <summary>The forward pass of whole batches through a network, computed by a team of threads. Allocates nothing after construction.</summary>
internal sealed class BatchForward
{
    private readonly WorkerTeam _team;
    private readonly Network _network;
    private readonly ForwardPass _pass;
    private readonly Augmenter? _augmenter;
    private readonly List<(int Tasks, Action<int, int> Work)> _phases = [];

    /// <param name="network">The network.</param>
    /// <param name="team">The threads that compute.</param>
    /// <param name="workspace">
    /// The memory for the largest batch and for every thread of the team, made for the network's plan or, outside of training, for its
    /// inference plan.
    /// </param>
    /// <param name="prepared">The prepared weights for training; null means those for prediction.</param>
    /// <param name="augmenter">Augments the images; null leaves them unchanged.</param>
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

    /// <summary>The largest number of images in a batch.</summary>
    public int Capacity => _pass.Workspace.Capacity;

    /// <summary>The current batch.</summary>
    public Batch Batch { get; } = new();

    /// <summary>Computes the class scores of every image of the batch.</summary>
    /// <param name="key">The random key for this step.</param>
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

    /// <summary>The random key for the current step.</summary>
    public uint StepKey { get; private set; }

    // A phase with 0 tasks has one task for each shard.
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

/// <summary>Some images of a set, in a given order, cut into shards: the unit of work for layers that process each image by itself.</summary>
/// <remarks>The shards depend on the number of images only, not on the number of threads, so sums over shards have the same bits for all.</remarks>
internal sealed class Batch
{
    /// <summary>The largest number of shards of a batch.</summary>
    public const int MaxShards = Workspace.MaxShards;

    private LabeledImages? _images;
    private int[] _order = [];
    private int _start;

    /// <summary>Images in the batch.</summary>
    public int Count { get; private set; }

    /// <summary>Shards in the batch.</summary>
    public int Shards => (Count + ShardSize - 1) / ShardSize;

    /// <summary>Images in every shard but the last.</summary>
    public int ShardSize => Math.Max(1, (Count + MaxShards - 1) / MaxShards);

    /// <summary>Takes images <c>order[start]</c> to <c>order[start + count - 1]</c>.</summary>
    public void Take(LabeledImages images, int[] order, int start, int count)
    {
        _images = images;
        _order = order;
        _start = start;
        Count = count;
    }

    public (int First, int End) Shard(int shard) => (shard * ShardSize, Math.Min(Count, (shard + 1) * ShardSize));

    public ReadOnlySpan<byte> Pixels(int image) => _images!.Image(_order[_start + image]);

    public int Label(int image) => _images!.Labels[_order[_start + image]];
}
