using System.Buffers.Binary;
using Digits.Learning.Networks;

namespace Digits.Learning.Persistence.Exchange;

/// <summary>One parameter of a network, in the shape and order in which PyTorch keeps it.</summary>
/// <param name="Name">Its name in a file, for example <c>layers.0.weight</c>.</param>
/// <param name="Parameter">Its index among the network's parameters.</param>
/// <param name="Shape">Its dimensions in the file.</param>
/// <param name="Extents">How far each index of the file's order runs, outermost first; a dimension of the shape may be several of these.</param>
/// <param name="Strides">How far each such index moves on in the network's own order.</param>
internal sealed record ExchangeTensor(string Name, int Parameter, int[] Shape, int[] Extents, int[] Strides)
{
    public int Count => Extents.Aggregate(1, (product, extent) => checked(product * extent));

    public int ByteCount => checked(Count * sizeof(float));

    /// <summary>The values as little-endian floats, in the file's order.</summary>
    public byte[] Read(WeightSet weights)
    {
        var bytes = new byte[ByteCount];
        var columns = weights.Parameters[Parameter].Columns;
        var places = Places();
        for (var i = 0; i < places.Length; i++)
        {
            var value = weights.Row(Parameter, places[i] / columns)[places[i] % columns];
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), value);
        }

        return bytes;
    }

    /// <summary>Takes the values over from the file's order.</summary>
    public void Write(ReadOnlySpan<byte> bytes, WeightSet weights)
    {
        var columns = weights.Parameters[Parameter].Columns;
        var places = Places();
        for (var i = 0; i < places.Length; i++)
        {
            weights.Row(Parameter, places[i] / columns)[places[i] % columns] =
                BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        }
    }

    // For each value of the file, where it lies in the network's order: the pattern of the inner indices, repeated by the outer ones.
    private int[] Places()
    {
        var places = new int[Count];
        var filled = 1;
        for (var d = Extents.Length - 1; d >= 0; d--)
        {
            for (var i = filled; i < filled * Extents[d]; i++)
            {
                places[i] = places[i % filled] + (i / filled * Strides[d]);
            }

            filled *= Extents[d];
        }

        return places;
    }
}
