using Digits.Learning.Layers;

namespace Digits.Learning.Networks;

/// <summary>A layer and where its data lies.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="InputSlot">Where its input lies.</param>
/// <param name="OutputSlot">Where its output goes; the same slot for a layer in place.</param>
/// <param name="Order">Its number among the plan's image layers, from 0.</param>
/// <param name="Weights">The index of its weights among the plan's parameters, or -1.</param>
/// <param name="Bias">The index of its bias, or -1.</param>
/// <param name="WantsInputGradient">Whether a layer before it has something to learn.</param>
internal sealed record PlacedLayer(
    ImageLayer Layer, int InputSlot, int OutputSlot, int Order, int Weights, int Bias, bool WantsInputGradient);
