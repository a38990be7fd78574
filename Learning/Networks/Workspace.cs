using Digits.Learning.Kernels;
using Digits.Learning.Layers;

namespace Digits.Learning.Networks;

/// <summary>All memory of a forward pass, allocated once for a plan, a largest batch and a number of threads.</summary>
internal sealed class Workspace
{
    /// <summary>The largest number of shards of a batch.</summary>
    public const int MaxShards = 16;

    private readonly FloatBuffer[] _slots;
    private readonly int[] _strides;
    private readonly bool[] _perImage;
    private readonly FloatBuffer[] _states;
    private readonly FloatBuffer[,] _scratch;
    private readonly FloatBuffer?[] _statistics;

    public Workspace(Plan plan, int capacity, int threads, bool training)
    {
        Capacity = capacity;
        Training = training;
        _slots = new FloatBuffer[plan.Slots.Count];
        _strides = new int[plan.Slots.Count];
        _perImage = new bool[plan.Slots.Count];
        for (var s = 0; s < plan.Slots.Count; s++)
        {
            var slot = plan.Slots[s];
            var source = plan.Slots[slot.Source];
            _strides[s] = FloatBuffer.RowStride(slot.Size);
            _perImage[s] = PerImage(source, training);
            _slots[s] = slot.Source == s ? new FloatBuffer(checked(_strides[s] * (_perImage[s] ? capacity : threads))) : _slots[slot.Source];
        }

        var layers = plan.ImageLayers;
        _states = new FloatBuffer[layers.Count];
        _scratch = new FloatBuffer[threads, layers.Count];
        _statistics = new FloatBuffer?[layers.Count];
        foreach (var placed in layers)
        {
            _statistics[placed.Order] = training && placed.Layer is BatchNormLayer norm ? new FloatBuffer(norm.StatisticsSize(MaxShards)) : null;
            _states[placed.Order] = new FloatBuffer(training ? checked(placed.Layer.StateSize * capacity) : 0);
            for (var thread = 0; thread < threads; thread++)
            {
                _scratch[thread, placed.Order] = new FloatBuffer(placed.Layer.ScratchSize);
            }
        }
    }

    /// <summary>The largest batch.</summary>
    public int Capacity { get; }

    /// <summary>Whether values are kept for a backward pass.</summary>
    public bool Training { get; }

    /// <summary>The size of such a workspace in floats, so that a batch that is too large can be refused before it is allocated.</summary>
    public static long Size(Plan plan, int capacity, int threads, bool training)
    {
        var total = 0L;
        for (var s = 0; s < plan.Slots.Count; s++)
        {
            var slot = plan.Slots[s];
            total += slot.Source == s ? (long)FloatBuffer.RowStride(slot.Size) * (PerImage(slot, training) ? capacity : threads) : 0;
        }

        foreach (var placed in plan.ImageLayers)
        {
            total += (training ? (long)placed.Layer.StateSize * capacity : 0) + ((long)placed.Layer.ScratchSize * threads);
        }

        return total;
    }

    /// <summary>The first value of an image in a slot; values that are not kept lie in memory of the thread that processes the image.</summary>
    public ref float Slot(int slot, int image, int thread) => ref _slots[slot][_strides[slot] * (_perImage[slot] ? image : thread)];

    /// <summary>The memory of a layer for an image, without weights and gradients.</summary>
    public ImageBuffers Buffers(PlacedLayer placed, int image, int thread)
    {
        var buffers = new ImageBuffers
        {
            X = ref Slot(placed.InputSlot, image, thread),
            Y = ref Slot(placed.OutputSlot, image, thread),
            State = ref State(placed, image),
            Scratch = ref _scratch[thread, placed.Order][0],
            XStride = _strides[placed.InputSlot],
            YStride = _strides[placed.OutputSlot],
            Training = Training,
        };
        if (placed.SkipSlot >= 0)
        {
            buffers.Skip = ref Slot(placed.SkipSlot, image, thread);
        }

        if (_statistics[placed.Order] is { } statistics)
        {
            buffers.Statistics = ref statistics[0];
        }

        return buffers;
    }

    /// <summary>The state that a layer keeps of an image for the backward pass; outside of training it is never read.</summary>
    private ref float State(PlacedLayer placed, int image) =>
        ref _states[placed.Order][Training ? placed.Layer.StateSize * image : 0];

    /// <summary>A batch norm's statistics of the batch; only in training.</summary>
    public FloatBuffer Statistics(PlacedLayer norm) => _statistics[norm.Order]!;

    /// <summary>The distance in floats between the values of two images in a slot.</summary>
    public int Stride(int slot) => _strides[slot];

    private static bool PerImage(Slot slot, bool training) => slot.Boundary || (training && slot.NeededBackward);
}
