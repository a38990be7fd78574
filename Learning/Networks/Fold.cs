using Digits.Learning.Layers;

namespace Digits.Learning.Networks;

/// <summary>A batch norm that has become a multiplication and an addition.</summary>
/// <param name="Norm">The batch norm.</param>
/// <param name="Scale">The index of its first parameter.</param>
/// <param name="Weights">The index of the weights of the layer before it, which take it in; -1 when it stays a layer of its own.</param>
/// <param name="ByRow">Whether an output of that layer is a row of its weights, not a column.</param>
internal sealed record Fold(BatchNormLayer Norm, int Scale, int Weights, bool ByRow)
{
    /// <summary>The indices of the parameters whose values it changes.</summary>
    public int[] Changes => Weights < 0 ? [Scale, Scale + 1] : [Scale, Scale + 1, Weights, Weights + 1];
}
