using TorchSharp;
using TorchSharp.Modules;
using Tensor = TorchSharp.torch.Tensor;

namespace Digits.Learning.Torch;

/// <summary>[n, c, h, w] to [n, h·w·c]: the channels of a pixel stay side by side, as in Learning.</summary>
internal sealed class FlattenLayer() : TorchSharp.torch.nn.Module<Tensor, Tensor>(nameof(FlattenLayer))
{
    public override Tensor forward(Tensor input)
    {
        using var pixels = input.permute(0, 2, 3, 1);
        return pixels.flatten(1);
    }
}

/// <summary>[n, c, h, w] to [n, c, 1, 1]: the mean over rows and columns.</summary>
internal sealed class GlobalAverageLayer() : TorchSharp.torch.nn.Module<Tensor, Tensor>(nameof(GlobalAverageLayer))
{
    public override Tensor forward(Tensor input) => input.mean([2, 3], keepdim: true);
}

/// <summary>A batch norm that also accepts a single value per channel, as the last batch of an epoch may have.</summary>
internal sealed class NormLayer : torch.nn.Module<Tensor, Tensor>
{
    private readonly BatchNorm _norm;
    private readonly double _momentum;

    /// <param name="norm">Disposed of with this one.</param>
    /// <param name="momentum">The share of a new value in the running statistics.</param>
    public NormLayer(BatchNorm norm, double momentum)
        : base(nameof(NormLayer))
    {
        _norm = norm;
        _momentum = momentum;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var (mean, variance) = (_norm.running_mean!, _norm.running_var!);
        if (!training || input.NumberOfElements > variance.NumberOfElements)
        {
            return _norm.call(input);
        }

        // The unbiased variance of one value is 0 / 0 in PyTorch and 0 in Learning. The value is its own mean, so only the shift remains.
        using (torch.no_grad())
        {
            mean.mul_(1 - _momentum).add_(input.flatten(), alpha: _momentum);
            variance.mul_(1 - _momentum);
        }

        return ((input - input) * _norm.weight.view(input.shape)) + _norm.bias!.view(input.shape);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _norm.Dispose();
        }

        base.Dispose(disposing);
    }
}

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
