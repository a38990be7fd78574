using Tensor = TorchSharp.torch.Tensor;

namespace Digits.Learning.Torch;

/// <summary>[n, c, h, w] to [n, h·w·c]: the channels of a pixel stay together, as Learning has them.</summary>
internal sealed class FlattenLayer() : TorchSharp.torch.nn.Module<Tensor, Tensor>(nameof(FlattenLayer))
{
    public override Tensor forward(Tensor input)
    {
        using var pixels = input.permute(0, 2, 3, 1);
        return pixels.flatten(1);
    }
}
