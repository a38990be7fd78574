using System.Buffers.Binary;
using Digits.Learning.Networks;

namespace Digits.Learning.Persistence;

/// <summary>Reads and writes model files.</summary>
/// <remarks>
/// Layout: the 8 bytes <c>DIGITSMF</c>; the format version and the length of the header, as little-endian 32-bit numbers; the
/// header as UTF-8 JSON; every weight as a little-endian 32-bit float, layer by layer, row by row, weights before bias
/// (conv2d: [kernel row, kernel column, input channel, filter]; dense: [unit, input]); the SHA-256 of all bytes before it.
/// </remarks>
public static class ModelFile
{
    /// <summary>The version that this code writes, and the only one that it reads.</summary>
    public const int FormatVersion = 1;

    private const int MaxHeaderLength = 1 << 20;

    private static ReadOnlySpan<byte> Magic => "DIGITSMF"u8;

    /// <summary>Writes a model. The same header and network always give the same bytes.</summary>
    /// <exception cref="ArgumentException">The header does not describe this network.</exception>
    public static void Write(Stream stream, ModelHeader header, Network network)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(network);
        if (header.InputShape != network.InputShape || header.Labels.Count != network.ClassCount
            || !header.Layers.SequenceEqual(network.Architecture.Layers))
        {
            throw new ArgumentException("The header's shape, labels or layers are not those of the network.", nameof(header));
        }

        var json = HeaderJson.Write(header);
        if (json.Length > MaxHeaderLength)
        {
            throw new ArgumentException($"The header takes {json.Length} bytes, more than {MaxHeaderLength}.", nameof(header));
        }

        using var writer = new HashingWriter(stream);
        writer.Write(Magic);
        Span<byte> numbers = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(numbers, FormatVersion);
        BinaryPrimitives.WriteInt32LittleEndian(numbers[4..], json.Length);
        writer.Write(numbers);
        writer.Write(json);
        WriteWeights(writer, network.Weights);
        writer.Finish();
    }

    /// <summary>Reads a model to the end of the stream and verifies it.</summary>
    /// <exception cref="ModelFormatException">The stream is not a whole, undamaged model file of a known version.</exception>
    public static (ModelHeader Header, Network Network) Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var reader = new HashingReader(stream);
        Span<byte> start = stackalloc byte[16];
        reader.Read(start, "its first bytes");
        if (!start[..8].SequenceEqual(Magic))
        {
            throw new ModelFormatException("This is not a model file: it does not begin with DIGITSMF.");
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(start[8..]);
        if (version != FormatVersion)
        {
            throw new ModelFormatException($"The model file has format version {version}; only {FormatVersion} is known.");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(start[12..]);
        if (length is < 2 or > MaxHeaderLength)
        {
            throw new ModelFormatException($"The model file's header claims {length} bytes, which is not between 2 and {MaxHeaderLength}.");
        }

        var json = new byte[length];
        reader.Read(json, "its header");
        var header = HeaderJson.Read(json);
        var network = Build(header);
        ReadWeights(reader, network.Weights);
        reader.Finish();
        return network.Weights.AllFinite()
            ? (header, network)
            : throw new ModelFormatException("The model file holds a weight that is not a finite number.");
    }

    private static Network Build(ModelHeader header)
    {
        try
        {
            return new Network(new Architecture(header.Layers), header.InputShape, header.Labels.Count);
        }
        catch (ArchitectureException exception)
        {
            throw new ModelFormatException($"The model file's network cannot be built: {exception.Message}", exception);
        }
    }

    private static void WriteWeights(HashingWriter writer, WeightSet weights)
    {
        var bytes = new byte[LongestRow(weights)];
        for (var p = 0; p < weights.Parameters.Count; p++)
        {
            for (var row = 0; row < weights.Parameters[p].Rows; row++)
            {
                var values = weights.Row(p, row);
                for (var i = 0; i < values.Length; i++)
                {
                    BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * i), values[i]);
                }

                writer.Write(bytes.AsSpan(0, sizeof(float) * values.Length));
            }
        }
    }

    private static void ReadWeights(HashingReader reader, WeightSet weights)
    {
        var bytes = new byte[LongestRow(weights)];
        for (var p = 0; p < weights.Parameters.Count; p++)
        {
            for (var row = 0; row < weights.Parameters[p].Rows; row++)
            {
                var values = weights.Row(p, row);
                reader.Read(bytes.AsSpan(0, sizeof(float) * values.Length), "its weights");
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(sizeof(float) * i));
                }
            }
        }
    }

    private static int LongestRow(WeightSet weights) => sizeof(float) * weights.Parameters.Max(parameter => parameter.Columns);
}
