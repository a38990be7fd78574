using Digits.Learning.Kernels;
using Digits.Learning.Layers;
using Digits.Learning.Networks;

namespace Digits.Learning.Training.Engines;

/// <summary>The memory of a backward pass: gradients of the values in slots, scratch per thread, and weight gradients per shard.</summary>
internal sealed class Gradients
{
    private readonly FloatBuffer?[] _slots;
    private readonly int[] _strides;
    private readonly int[] _places;
    private readonly FloatBuffer[,] _scratch;
    private readonly FloatBuffer?[] _shards;

    public Gradients(Plan plan, int capacity, int threads)
    {
        _slots = new FloatBuffer?[plan.Slots.Count];
        _strides = [.. plan.Slots.Select(slot => FloatBuffer.RowStride(slot.Size))];
        var places = 0;
        for (var s = 1; s < plan.Slots.Count; s++)
        {
            _slots[s] = plan.Slots[s].Boundary ? new FloatBuffer(checked(_strides[s] * capacity)) : null;
            places = Math.Max(places, plan.Slots[s].Gradient + 1);
        }

        _places = [.. plan.Slots.Select(slot => slot.Gradient)];
        var largest = plan.Slots.Max(slot => slot.Size);
        _scratch = new FloatBuffer[threads, places];
        for (var thread = 0; thread < threads; thread++)
        {
            for (var place = 0; place < places; place++)
            {
                _scratch[thread, place] = new FloatBuffer(largest);
            }
        }

        _shards = new FloatBuffer?[plan.Parameters.Count];
        foreach (var placed in plan.ImageLayers.Where(placed => placed.Weights >= 0))
        {
            _shards[placed.Weights] = PerShard(plan.Parameters[placed.Weights]);
            _shards[placed.Bias] = PerShard(plan.Parameters[placed.Bias]);
        }
    }

    /// <summary>The size of such memory in floats.</summary>
    public static long Size(Plan plan, int capacity, int threads) =>
        plan.Slots.Where(slot => slot.Boundary).Sum(slot => (long)FloatBuffer.RowStride(slot.Size) * capacity)
        + ((plan.Slots.Max(slot => slot.Gradient) + 1L) * threads * plan.Slots.Max(slot => slot.Size))
        + plan.ImageLayers.Where(placed => placed.Weights >= 0).Sum(placed =>
            ((long)Batch.MaxShards * placed.Layer.Parameters[0].Length) + placed.Layer.PreparedSize(placed.WantsInputGradient));

    /// <summary>The gradient of an image's values in a slot; inside a stage, it lies in memory of the thread that processes the image.</summary>
    public ref float Slot(int slot, int image, int thread = 0) =>
        ref _slots[slot] is { } kept ? ref kept[_strides[slot] * image] : ref _scratch[thread, _places[slot]][0];

    /// <summary>The sum of a shard's gradients of a parameter.</summary>
    public ref float Shard(int parameter, int shard) => ref _shards[parameter]![shard * Stride(parameter)];

    /// <summary>The distance in floats between the gradients of two shards.</summary>
    public int Stride(int parameter) => _shards[parameter]!.Length / Batch.MaxShards;

    /// <summary>Sets a shard's gradient of a parameter to zero.</summary>
    public void Clear(int parameter, int shard) => _shards[parameter]!.Slice(shard * Stride(parameter), Stride(parameter)).Clear();

    private static FloatBuffer PerShard(Parameter parameter) =>
        new(checked(FloatBuffer.RowStride(parameter.Length) * Batch.MaxShards));
}
