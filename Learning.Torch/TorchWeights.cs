using Digits.Learning.Networks;

namespace Digits.Learning.Torch;

/// <summary>Carries weights and running statistics between the two engines, which keep them in the same order.</summary>
internal static class TorchWeights
{
    /// <summary>Gives a TorchSharp network the weights of one of Learning with the same layers.</summary>
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

    /// <summary>Gives a network of Learning the weights of one of TorchSharp with the same layers.</summary>
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
