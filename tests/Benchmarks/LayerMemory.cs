using Digits.Learning.Data;
using Digits.Learning.Kernels;
using Digits.Learning.Layers;

namespace Digits.Benchmarks;

/// <summary>All that a layer works on for one image.</summary>
internal sealed class LayerMemory(ImageLayer layer)
{
    private readonly FloatBuffer _x = Filled(layer.Input.Size);
    private readonly FloatBuffer _y = Filled(layer.Output.Size);
    private readonly FloatBuffer _dX = Filled(layer.Input.Size);
    private readonly FloatBuffer _dY = Filled(layer.Output.Size);
    private readonly FloatBuffer _state = new(layer.StateSize);
    private readonly FloatBuffer _scratch = new(layer.ScratchSize);
    private readonly FloatBuffer _weights = Filled(layer.Parameters?.Weights.Length ?? 0);
    private readonly FloatBuffer _bias = Filled(layer.Parameters?.Bias.Length ?? 0);
    private readonly FloatBuffer _turned = Filled(layer.Parameters?.Weights.Length ?? 0);
    private readonly FloatBuffer _dWeights = new(layer.Parameters?.Weights.Length ?? 0);
    private readonly FloatBuffer _dBias = new(layer.Parameters?.Bias.Length ?? 0);

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

    public void Forward() => layer.Forward(Buffers(wantsInputGradient: true));

    public void Backward(bool wantsInputGradient) => layer.Backward(Buffers(wantsInputGradient));

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
        TurnedWeights = ref _turned[0],
        DWeights = ref _dWeights[0],
        DBias = ref _dBias[0],
        Training = true,
        WantsInputGradient = wantsInputGradient,
    };
}
