using Digits.Learning.Kernels;

namespace Digits.Learning.Networks;

/// <summary>All memory that a forward pass needs, sized once for a plan, a largest batch and a number of threads.</summary>
internal sealed class Workspace
{
    private readonly FloatBuffer[] _slots;
    private readonly int[] _strides;
    private readonly bool[] _perImage;
    private readonly FloatBuffer[] _states;
    private readonly FloatBuffer[,] _scratch;

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
            _strides[s] = FloatBuffer.RowStride(slot.Size);
            _perImage[s] = slot.Boundary || (training && slot.NeededBackward);
            _slots[s] = new FloatBuffer(checked(_strides[s] * (_perImage[s] ? capacity : threads)));
        }

        var layers = plan.ImageLayers;
        _states = new FloatBuffer[layers.Count];
        _scratch = new FloatBuffer[threads, layers.Count];
        foreach (var placed in layers)
        {
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

    /// <summary>Floats that such a workspace holds, so that an absurd batch is refused before it is allocated.</summary>
    public static long Size(Plan plan, int capacity, int threads, bool training)
    {
        var total = 0L;
        foreach (var slot in plan.Slots)
        {
            var perImage = slot.Boundary || (training && slot.NeededBackward);
            total += (long)FloatBuffer.RowStride(slot.Size) * (perImage ? capacity : threads);
        }

        foreach (var placed in plan.ImageLayers)
        {
            total += (training ? (long)placed.Layer.StateSize * capacity : 0) + ((long)placed.Layer.ScratchSize * threads);
        }

        return total;
    }

    /// <summary>Where the values of an image begin; values that are not kept belong to the thread that works on the image.</summary>
    public ref float Slot(int slot, int image, int thread) => ref _slots[slot][_strides[slot] * (_perImage[slot] ? image : thread)];

    /// <summary>What a layer keeps of an image for the backward pass; no more than a place to point at when none follows.</summary>
    public ref float State(PlacedLayer placed, int image) =>
        ref _states[placed.Order][Training ? placed.Layer.StateSize * image : 0];

    public ref float Scratch(PlacedLayer placed, int thread) => ref _scratch[thread, placed.Order][0];
}
