using System.Runtime.CompilerServices;
using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// Batch normalisation of x, [batch, h, w, c]. Per channel, over all N pixels of all images of the batch:
/// x̂ = (x - mean) / √(variance + ε), y = x̂ · scale + shift, where the variance is Σ (x - mean)² / N.
/// dShift = Σ dY, dScale = Σ dY · x̂, dX = scale / √(variance + ε) · (dY - dShift / N - x̂ · dScale / N).
/// </summary>
/// <remarks>
/// The mean of the whole batch must be known before any image can be normalised, so the forward pass has three phases:
/// <see cref="BatchStatisticsLayer"/> at the end of one stage measures each shard of the batch, then the statistics of all shards are
/// merged, always in the same order, and this layer at the beginning of the next stage normalises the images. The backward pass has
/// the same three phases. Outside of training, the running mean and variance have been folded into scale and shift: y = x · scale + shift.
/// </remarks>
internal sealed class BatchNormLayer : ChannelLayer
{
    public const double DefaultMomentum = 0.9;
    public const double DefaultEpsilon = 1e-5;

    /// <summary>Channels merged in one task.</summary>
    private const int MergeBlock = 32;

    // Rows of the statistics [rows, channels]: four rows for the whole batch, then two rows for every shard.
    private const int Mean = 0;
    private const int InverseDeviation = 1;
    private const int ShiftShare = 2;
    private const int ScaleShare = 3;
    private const int Shards = 4;

    private readonly double _momentum;
    private readonly double _epsilon;

    public BatchNormLayer(int index, string path, ImageShape shape, double momentum, double epsilon)
        : base(index, shape, shape)
    {
        (_momentum, _epsilon) = (momentum, epsilon);
        Statistics = new BatchStatisticsLayer(this);
        Parameters =
        [
            Parameter.Packed(path, "scale", 1, shape.Channels, 0) with { Initial = 1 },
            Parameter.Packed(path, "shift", 1, shape.Channels, 0),
            Parameter.Packed(path, "mean", 1, shape.Channels, 0),
            Parameter.Packed(path, Parameter.Variance, 1, shape.Channels, 0) with { Initial = 1 },
        ];
    }

    public override bool BackwardReadsInput => true;

    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The layer that ends the stage before.</summary>
    public BatchStatisticsLayer Statistics { get; }

    public int MergeTasks => (Input.Channels + MergeBlock - 1) / MergeBlock;

    private int Row => FloatBuffer.RowStride(Input.Channels);

    private int Pixels => Input.Height * Input.Width;

    /// <summary>Floats of statistics for a number of shards.</summary>
    public int StatisticsSize(int shards) => (Shards + (2 * shards)) * Row;

    /// <summary>The position of a shard's mean in the statistics; its sum of squared deviations follows <see cref="Row"/> floats later.</summary>
    public int ShardStatistics(int shard) => (Shards + (2 * shard)) * Row;

    [MethodImpl(KernelMethod.Options)]
    protected override void Forward<TLanes>(in ImageBuffers buffers, int from, int to)
    {
        for (var pixel = 0; pixel < Input.Size; pixel += Input.Channels)
        {
            for (var c = from; c < to; c += TLanes.Count)
            {
                var x = TLanes.Load(ref Unsafe.Add(ref buffers.X, pixel + c));
                var scale = TLanes.Load(ref Unsafe.Add(ref buffers.Weights, c));
                if (buffers.Training)
                {
                    x = x - Statistic<TLanes>(buffers, Mean, c);
                    scale = scale * Statistic<TLanes>(buffers, InverseDeviation, c);
                }

                TLanes.MultiplyAdd(x, scale, TLanes.Load(ref Unsafe.Add(ref buffers.Bias, c))).Store(ref Unsafe.Add(ref buffers.Y, pixel + c));
            }
        }
    }

    /// <summary>Adds to dScale and dShift, and copies dY into dX for <see cref="InputGradient"/>.</summary>
    [MethodImpl(KernelMethod.Options)]
    protected override void Backward<TLanes>(in ImageBuffers buffers, int from, int to)
    {
        for (var c = from; c < to; c += TLanes.Count)
        {
            var mean = Statistic<TLanes>(buffers, Mean, c);
            var sum = TLanes.Zero;
            var product = TLanes.Zero;
            for (var at = c; at < Input.Size; at += Input.Channels)
            {
                var dY = TLanes.Load(ref Unsafe.Add(ref buffers.DY, at));
                sum += dY;
                product = TLanes.MultiplyAdd(TLanes.Load(ref Unsafe.Add(ref buffers.X, at)) - mean, dY, product);
                if (buffers.WantsInputGradient)
                {
                    dY.Store(ref Unsafe.Add(ref buffers.DX, at));
                }
            }

            ref var dShift = ref Unsafe.Add(ref buffers.DBias, c);
            (TLanes.Load(ref dShift) + sum).Store(ref dShift);
            ref var dScale = ref Unsafe.Add(ref buffers.DWeights, c);
            TLanes.MultiplyAdd(product, Statistic<TLanes>(buffers, InverseDeviation, c), TLanes.Load(ref dScale)).Store(ref dScale);
        }
    }

    /// <summary>
    /// The mean and the sum of squared deviations of each channel over the images of a shard. Deviations are taken from the mean of the
    /// first image, so that little precision is lost.
    /// </summary>
    [MethodImpl(KernelMethod.Options)]
    public void Measure<TLanes>(in ImageBuffers buffers, int from, int to)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var c = from; c < to; c += TLanes.Count)
        {
            ref var x = ref Unsafe.Add(ref buffers.X, c);
            var origin = TLanes.Zero;
            for (var at = 0; at < Input.Size; at += Input.Channels)
            {
                origin += TLanes.Load(ref Unsafe.Add(ref x, at));
            }

            origin *= TLanes.Broadcast(1f / Pixels);
            var (sum, squares) = (TLanes.Zero, TLanes.Zero);
            for (var image = 0; image < buffers.Images; image++)
            {
                var (ownSum, ownSquares) = (TLanes.Zero, TLanes.Zero);
                for (var at = 0; at < Input.Size; at += Input.Channels)
                {
                    var d = TLanes.Load(ref Unsafe.Add(ref x, at)) - origin;
                    ownSum += d;
                    ownSquares = TLanes.MultiplyAdd(d, d, ownSquares);
                }

                sum += ownSum;
                squares += ownSquares;
                x = ref Unsafe.Add(ref x, buffers.XStride);
            }

            var mean = sum * TLanes.Broadcast(1f / (Pixels * buffers.Images));
            (origin + mean).Store(ref Unsafe.Add(ref buffers.Statistics, c));
            (squares - (sum * mean)).Store(ref Unsafe.Add(ref buffers.Statistics, Row + c));
        }
    }

    /// <summary>Turns dY into dX, in place.</summary>
    [MethodImpl(KernelMethod.Options)]
    public void InputGradient<TLanes>(in ImageBuffers buffers, int from, int to)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var pixel = 0; pixel < Input.Size; pixel += Input.Channels)
        {
            for (var c = from; c < to; c += TLanes.Count)
            {
                ref var gradient = ref Unsafe.Add(ref buffers.DY, pixel + c);
                var inverse = Statistic<TLanes>(buffers, InverseDeviation, c);
                var xHat = (TLanes.Load(ref Unsafe.Add(ref buffers.X, pixel + c)) - Statistic<TLanes>(buffers, Mean, c)) * inverse;
                var centred = TLanes.Load(ref gradient) - Statistic<TLanes>(buffers, ShiftShare, c) - (xHat * Statistic<TLanes>(buffers, ScaleShare, c));
                (centred * TLanes.Load(ref Unsafe.Add(ref buffers.Weights, c)) * inverse).Store(ref gradient);
            }
        }
    }

    /// <summary>
    /// Merges the means and squared deviations of the shards, in order (Chan, Golub, LeVeque 1979), and updates the running statistics.
    /// </summary>
    public void Merge(int task, int images, int shardSize, Span<float> statistics, Span<float> runningMean, Span<float> runningVariance)
    {
        var end = Math.Min(Input.Channels, (task + 1) * MergeBlock);
        for (var c = task * MergeBlock; c < end; c++)
        {
            var (mean, squares, seen) = (0.0, 0.0, 0.0);
            for (var (shard, first) = (0, 0); first < images; shard++, first += shardSize)
            {
                var count = (double)Pixels * Math.Min(shardSize, images - first);
                var share = count / (seen + count);
                var delta = statistics[ShardStatistics(shard) + c] - mean;
                mean += delta * share;
                squares += Math.Max(0, statistics[ShardStatistics(shard) + Row + c]) + (delta * delta * seen * share);
                seen += count;
            }

            statistics[(Mean * Row) + c] = (float)mean;
            statistics[(InverseDeviation * Row) + c] = (float)(1 / Math.Sqrt((squares / seen) + _epsilon));
            runningMean[c] = (float)((_momentum * runningMean[c]) + ((1 - _momentum) * mean));
            var unbiased = squares / Math.Max(seen - 1, 1);
            runningVariance[c] = (float)((_momentum * runningVariance[c]) + ((1 - _momentum) * unbiased));
        }
    }

    /// <summary>Merges dShift and dScale of the shards into the means per pixel that <see cref="InputGradient"/> subtracts.</summary>
    public void MergeGradients(
        int task, int images, int shards, Span<float> statistics, ref float dShift, ref float dScale, int shardStride)
    {
        var end = Math.Min(Input.Channels, (task + 1) * MergeBlock);
        for (var c = task * MergeBlock; c < end; c++)
        {
            var (shift, scale) = (0.0, 0.0);
            for (var shard = 0; shard < shards; shard++)
            {
                shift += Unsafe.Add(ref dShift, (shard * shardStride) + c);
                scale += Unsafe.Add(ref dScale, (shard * shardStride) + c);
            }

            statistics[(ShiftShare * Row) + c] = (float)(shift / ((double)images * Pixels));
            statistics[(ScaleShare * Row) + c] = (float)(scale / ((double)images * Pixels));
        }
    }

    /// <summary>Folds the running mean and variance into scale and shift.</summary>
    public void FoldStatistics(ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, Span<float> scale, Span<float> shift)
    {
        for (var c = 0; c < scale.Length; c++)
        {
            var factor = scale[c] / Math.Sqrt(variance[c] + _epsilon);
            shift[c] = (float)(shift[c] - (mean[c] * factor));
            scale[c] = (float)factor;
        }
    }

    private TLanes Statistic<TLanes>(in ImageBuffers buffers, int row, int channel)
        where TLanes : struct, ILanes<TLanes> => TLanes.Load(ref Unsafe.Add(ref buffers.Statistics, (row * Row) + channel));
}

/// <summary>
/// Ends a stage that a <see cref="BatchNormLayer"/> follows. The forward pass measures the mean and the squared deviations of all images
/// of a shard at once; the backward pass computes dX of the batch norm, image by image and in place.
/// </summary>
internal sealed class BatchStatisticsLayer(BatchNormLayer norm) : ChannelLayer(norm.Index, norm.Input, norm.Input)
{
    public override bool InPlace => true;

    protected override void Forward<TLanes>(in ImageBuffers buffers, int from, int to) => norm.Measure<TLanes>(buffers, from, to);

    protected override void Backward<TLanes>(in ImageBuffers buffers, int from, int to) => norm.InputGradient<TLanes>(buffers, from, to);
}
