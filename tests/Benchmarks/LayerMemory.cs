using Digits.Learning.Data;
using Digits.Learning.Kernels;
using Digits.Learning.Layers;
using Digits.Learning.Networks;

namespace Digits.Benchmarks;

/// <summary>All that a layer works on for one image.</summary>
internal sealed class LayerMemory(PlacedLayer placed, Plan plan)
{
    private readonly ImageLayer _layer = placed.Layer;
    private readonly FloatBuffer _x = Filled(placed.Layer.Input.Size);
    private readonly FloatBuffer _y = Filled(placed.Layer.Output.Size);
    private readonly FloatBuffer _dX = Filled(placed.Layer.Input.Size);
    private readonly FloatBuffer _dY = Filled(placed.Layer.Output.Size);
    private readonly FloatBuffer _state = new(placed.Layer.StateSize);
    private readonly FloatBuffer _scratch = new(placed.Layer.ScratchSize);
    private readonly FloatBuffer _weights = Filled(Length(placed, plan, placed.Weights));
    private readonly FloatBuffer _bias = Filled(Length(placed, plan, placed.Bias));
    private readonly FloatBuffer _prepared = Filled(placed.Layer.PreparedSize(wantsInputGradient: true));
    private readonly FloatBuffer _dWeights = new(Length(placed, plan, placed.Weights));
    private readonly FloatBuffer _dBias = new(Length(placed, plan, placed.Bias));

    public static FloatBuffer Filled(int length)
    {
        var random = new SeededRandom(1, 0);
        var buffer = new FloatBuffer(length);
        foreach (ref var value in buffer.Span)
        {
            value = (float)(random.NextDouble() - 0.5);
        }

        return buffer;
    }

    public void Forward() => _layer.Forward(Buffers(wantsInputGradient: true));

    public void Backward(bool wantsInputGradient) => _layer.Backward(Buffers(wantsInputGradient));

    private static int Length(PlacedLayer placed, Plan plan, int parameter) =>
        placed.Weights < 0 ? 0 : plan.Parameters[parameter].Length;

    private ImageBuffers Buffers(bool wantsInputGradient) => new()
    {
        X = ref _x[0],
        Y = ref _y[0],
        DX = ref _dX[0],
        DY = ref _dY[0],
        State = ref _state[0],
        Scratch = ref _scratch[0],
        Weights = ref _weights[0],
        Bias = ref _bias[0],
        Prepared = ref _prepared[0],
        Images = 1,
        DWeights = ref _dWeights[0],
        DBias = ref _dBias[0],
        Training = true,
        WantsInputGradient = wantsInputGradient,
    };
}
