using System.Runtime.InteropServices;
using Digits.Learning.Networks;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace Digits.Learning.Torch;

/// <summary>
/// One array of a network. Convolution weights are [oc, ic, kh, kw] in PyTorch and [kh, kw, ic, oc] in Learning, depthwise ones
/// [c, 1, kh, kw] and [kh, kw, c]; all others have the same shape in both.
/// </summary>
/// <param name="Tensor">A trained parameter, or a buffer such as a running mean.</param>
internal sealed record TorchParameter(Tensor Tensor)
{
    private const int ConvolutionDimensions = 4;

    /// <summary>Whether weight decay applies: to weights, never to biases, scales and shifts, which have one dimension.</summary>
    public bool Decays => Tensor.dim() > 1;

    /// <summary>Whether it has a gradient; running statistics have none.</summary>
    public bool Trained => Tensor is TorchSharp.Modules.Parameter;

    /// <summary>The number of values.</summary>
    public int Count => checked((int)Tensor.NumberOfElements);

    /// <summary>Copies values in Learning's layout to the tensor.</summary>
    public void Write(float[] values)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var shape = Tensor.shape;
        Tensor.copy_(shape.Length == ConvolutionDimensions
            ? torch.tensor(values, [shape[2], shape[3], shape[1], shape[0]]).permute(3, 2, 0, 1)
            : torch.tensor(values, shape));
    }

    /// <summary>The values in Learning's layout.</summary>
    public float[] Read()
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var plain = Tensor.detach();
        plain = plain.dim() == ConvolutionDimensions ? plain.permute(2, 3, 1, 0) : plain;
        return MemoryMarshal.Cast<byte, float>(plain.contiguous().bytes).ToArray();
    }
}

/// <summary>Copies weights and running statistics between the two engines, which have them in the same order.</summary>
internal static class TorchWeights
{
    /// <summary>Copies the weights of a network of Learning to one of TorchSharp with the same layers.</summary>
    public static void Copy(Network from, TorchNetwork to)
    {
        Check(from, to);
        for (var p = 0; p < to.Parameters.Count; p++)
        {
            var values = new float[to.Parameters[p].Count];
            var columns = from.Weights.Parameters[p].Columns;
            for (var row = 0; row < from.Weights.Parameters[p].Rows; row++)
            {
                from.Weights.Row(p, row).CopyTo(values.AsSpan(row * columns));
            }

            to.Parameters[p].Write(values);
        }
    }

    /// <summary>Copies the weights of a network of TorchSharp to one of Learning with the same layers.</summary>
    public static void Copy(TorchNetwork from, Network to)
    {
        Check(to, from);
        for (var p = 0; p < from.Parameters.Count; p++)
        {
            var values = from.Parameters[p].Read();
            var columns = to.Weights.Parameters[p].Columns;
            for (var row = 0; row < to.Weights.Parameters[p].Rows; row++)
            {
                values.AsSpan(row * columns, columns).CopyTo(to.Weights.Row(p, row));
            }
        }
    }

    private static void Check(Network network, TorchNetwork other)
    {
        var parameters = network.Weights.Parameters;
        if (!parameters.Select(parameter => parameter.Count).SequenceEqual(other.Parameters.Select(parameter => parameter.Count)))
        {
            throw new ArgumentException("The two networks do not have the same layers.", nameof(other));
        }
    }
}
