using Digits.Learning.Data;
using Digits.Learning.Networks;

namespace Digits.Learning.Persistence.Exchange;

/// <summary>A layer with its place in the network and its parameters.</summary>
/// <param name="Spec">The layer.</param>
/// <param name="Path">Where it stands, for example <c>layers.3.layers.0</c> for the first layer within a residual.</param>
/// <param name="Input">The shape of its input.</param>
/// <param name="Tensors">Its parameters in the order of <see cref="WeightSet"/>.</param>
/// <param name="Inner">A residual's layers.</param>
internal sealed record ExchangeLayer(
    LayerSpec Spec, string Path, ImageShape Input, IReadOnlyList<ExchangeTensor> Tensors, IReadOnlyList<ExchangeLayer> Inner)
{
    /// <summary>Its parameters and those of its inner layers, depth first.</summary>
    public IEnumerable<ExchangeTensor> AllTensors => Tensors.Concat(Inner.SelectMany(layer => layer.AllTensors));
}
