using Digits.Learning.Layers;

namespace Digits.Learning.Networks;

/// <summary>A dense layer, which works on the whole batch at once, split by its outputs.</summary>
internal sealed record DenseStage(int InputSlot, int OutputSlot, DenseLayer Layer, int Weights, int Bias) : Stage(InputSlot, OutputSlot);
