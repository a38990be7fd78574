using Digits.Learning.Data;
using Digits.Learning.Networks;

namespace Digits.Learning.Training.Engines;

/// <summary>Some images of a set, in a given order, cut into shards: the unit of work for layers that treat each image by itself.</summary>
/// <remarks>The cut depends on the number of images only, never on the number of threads, so that sums over a shard do not either.</remarks>
internal sealed class Batch
{
    /// <summary>Shards that a batch is cut into at most.</summary>
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
