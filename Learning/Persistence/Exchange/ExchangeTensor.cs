using System.Buffers.Binary;
using Digits.Learning.Networks;

namespace Digits.Learning.Persistence.Exchange;

/// <summary>One parameter of a network, in the shape and order in which PyTorch keeps it.</summary>
/// <param name="Name">Its name in a file, for example <c>layers.0.weight</c>.</param>
/// <param name="Parameter">Its index among the network's parameters.</param>
/// <param name="Shape">Its dimensions in the file.</param>
/// <param name="Extents">The extent of each index in the file's order, outermost first; a dimension of the shape may be several indices.</param>
/// <param name="Strides">The distance between two values of each such index in the network's own order.</param>
internal sealed record ExchangeTensor(string Name, int Parameter, int[] Shape, int[] Extents, int[] Strides)
{
    private const int PieceSize = 4096;

    public int Count => Extents.Aggregate(1, (product, extent) => checked(product * extent));

    public int ByteCount => checked(Count * sizeof(float));

    /// <summary>Writes the values as little-endian floats, in the file's order, in small pieces.</summary>
    public void WriteTo(PieceWriter write, WeightSet weights)
    {
        Span<byte> piece = stackalloc byte[PieceSize];
        var columns = weights.Parameters[Parameter].Columns;
        var places = new Places(Extents, Strides);
        for (var left = Count; left > 0;)
        {
            var count = Math.Min(left, PieceSize / sizeof(float));
            for (var i = 0; i < count; i++)
            {
                var place = places.Next();
                BinaryPrimitives.WriteSingleLittleEndian(piece[(i * sizeof(float))..], weights.Row(Parameter, place / columns)[place % columns]);
            }

            write(piece[..(count * sizeof(float))]);
            left -= count;
        }
    }

    /// <summary>Reads the values from a file, in the file's order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">The position of the first value.</param>
    /// <param name="weights">Receives the values.</param>
    /// <param name="seen">Receives every piece that was read.</param>
    public void ReadFrom(FileBytes file, long start, WeightSet weights, PieceWriter seen)
    {
        Span<byte> piece = stackalloc byte[PieceSize];
        var columns = weights.Parameters[Parameter].Columns;
        var places = new Places(Extents, Strides);
        for (var left = Count; left > 0;)
        {
            var count = Math.Min(left, PieceSize / sizeof(float));
            var bytes = piece[..(count * sizeof(float))];
            file.Read(start, bytes);
            seen(bytes);
            for (var i = 0; i < count; i++)
            {
                var place = places.Next();
                weights.Row(Parameter, place / columns)[place % columns] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
            }

            left -= count;
            start += bytes.Length;
        }
    }

    // Enumerates the values in the file's order and gives the position of each in the network's order.
    private struct Places(int[] extents, int[] strides)
    {
        private readonly int[] _indices = new int[extents.Length];
        private int _place;

        public int Next()
        {
            var place = _place;
            for (var d = extents.Length - 1; d >= 0; d--)
            {
                _place += strides[d];
                if (++_indices[d] < extents[d])
                {
                    break;
                }

                _place -= strides[d] * extents[d];
                _indices[d] = 0;
            }

            return place;
        }
    }
}

/// <summary>Receives the next piece of a sequence of bytes.</summary>
internal delegate void PieceWriter(ReadOnlySpan<byte> piece);

/// <summary>A tensor of 32-bit floats in a file.</summary>
/// <param name="Shape">Its dimensions according to the file; not verified.</param>
/// <param name="Start">The position of its little-endian values in the file.</param>
/// <param name="Length">The length of the values in bytes according to the file; they lie within the file.</param>
internal readonly record struct ForeignTensor(IReadOnlyList<long> Shape, long Start, long Length);
