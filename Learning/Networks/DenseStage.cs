using Digits.Learning.Layers;

namespace Digits.Learning.Networks;

/// <summary>A dense layer, which works on the whole batch at once, split by its outputs.</summary>
/// <param name="InputSlot">Where its input lies.</param>
/// <param name="OutputSlot">Where its output goes.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Weights">The index of its weights among the plan's parameters.</param>
internal sealed record DenseStage(int InputSlot, int OutputSlot, DenseLayer Layer, int Weights) : Stage(InputSlot, OutputSlot)
{
    /// <summary>The layer for one image at a time.</summary>
    public SingleDense Single { get; } = new(Layer.Inputs, Layer.Outputs);

    /// <summary>The index of its bias.</summary>
    public int Bias => Weights + 1;
}
