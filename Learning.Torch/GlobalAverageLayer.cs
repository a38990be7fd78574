using Tensor = TorchSharp.torch.Tensor;

namespace Digits.Learning.Torch;

/// <summary>[n, c, h, w] to [n, c, 1, 1]: the mean over rows and columns.</summary>
internal sealed class GlobalAverageLayer() : TorchSharp.torch.nn.Module<Tensor, Tensor>(nameof(GlobalAverageLayer))
{
    public override Tensor forward(Tensor input) => input.mean([2, 3], keepdim: true);
}
