using Digits.Learning.Layers;

namespace Digits.Learning.Networks;

/// <summary>A layer and where its data lies.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="InputSlot">Where its input lies.</param>
/// <param name="OutputSlot">Where its output goes; the same slot for a layer in place.</param>
/// <param name="SkipSlot">Where its second input lies, or -1.</param>
/// <param name="Order">Its number among the plan's image layers, from 0.</param>
/// <param name="Weights">The index of its first parameter among the plan's, or -1; the others follow.</param>
/// <param name="WantsInputGradient">Whether a layer before it has something to learn.</param>
internal sealed record PlacedLayer(
    ImageLayer Layer, int InputSlot, int OutputSlot, int SkipSlot, int Order, int Weights, bool WantsInputGradient)
{
    /// <summary>The index of its bias or shift, if it has parameters.</summary>
    public int Bias => Weights + 1;
}
