using System.Runtime.InteropServices;
using Digits.Learning.Augmentation;
using Digits.Learning.Data;
using Digits.Learning.Kernels;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace Digits.Learning.Torch;

/// <summary>Images and labels as tensors, which belong to the current dispose scope.</summary>
/// <param name="images">The images.</param>
/// <param name="augmenter">Augments the images; null leaves them unchanged.</param>
internal sealed class TorchImages(LabeledImages images, Augmenter? augmenter = null)
{
    private const float FullInk = 255;

    /// <summary>Some images as [n, c, h, w] with values from 0 to 1; in memory the channels of a pixel lie side by side.</summary>
    /// <param name="chosen">The indices of the images.</param>
    /// <param name="key">The random key for this step.</param>
    public Tensor Pixels(ReadOnlySpan<int> chosen, uint key)
    {
        var shape = images.Shape;
        var tensor = torch.empty([chosen.Length, shape.Height, shape.Width, shape.Channels], torch.ScalarType.Float32);
        var values = MemoryMarshal.Cast<byte, float>(tensor.bytes);
        for (var i = 0; i < chosen.Length; i++)
        {
            Fill(chosen[i], Mixing.Mix(key + (uint)i), values.Slice(i * shape.Size, shape.Size));
        }

        return tensor.permute(0, 3, 1, 2);
    }

    /// <summary>The labels of these images as [n].</summary>
    public Tensor Labels(ReadOnlySpan<int> chosen)
    {
        var labels = new long[chosen.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = images.Labels[chosen[i]];
        }

        return torch.tensor(labels);
    }

    private void Fill(int image, uint key, Span<float> values)
    {
        var pixels = images.Image(image);
        if (augmenter is not null)
        {
            augmenter.Fill(pixels, key, thread: 0, values);
            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = pixels[i] / FullInk;
        }
    }
}
