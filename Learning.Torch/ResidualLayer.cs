using TorchSharp.Modules;
using Tensor = TorchSharp.torch.Tensor;

namespace Digits.Learning.Torch;

/// <summary>y = x + inner(x).</summary>
internal sealed class ResidualLayer : TorchSharp.torch.nn.Module<Tensor, Tensor>
{
    private readonly Sequential _inner;

    /// <param name="inner">Layers that keep the shape; disposed of with this one.</param>
    public ResidualLayer(Sequential inner)
        : base(nameof(ResidualLayer))
    {
        _inner = inner;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var change = _inner.call(input);
        return input + change;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
