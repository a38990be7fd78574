using System.Buffers.Binary;
using Digits.Learning.Networks;
using Digits.Learning.Persistence.Exchange;

namespace Digits.Learning.Persistence;

/// <summary>Reads and writes model files.</summary>
/// <remarks>
/// Layout: the 8 bytes <c>DIGITSMF</c>; the format version and the length of the header, as little-endian 32-bit numbers; the
/// header as UTF-8 JSON; every weight as a little-endian 32-bit float, network by network, layer by layer, row by row, weights before
/// bias (conv2d: [kernel row, kernel column, input channel, filter]; dense: [unit, input]); the SHA-256 of all bytes before it.
/// Version 1 differs in its header alone, which has <c>layers</c> where version 2 has a list of such lists, <c>members</c>.
/// </remarks>
public static class ModelFile
{
    /// <summary>The version that this code writes; it reads this one and all before.</summary>
    public const int FormatVersion = 2;

    internal const int MaxHeaderLength = 1 << 20;

    internal static ReadOnlySpan<byte> Magic => "DIGITSMF"u8;

    /// <summary>Writes a model. The same header and networks always give the same bytes.</summary>
    /// <exception cref="ArgumentException">The header does not describe these networks.</exception>
    public static void Write(Stream stream, ModelHeader header, Committee model)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(model);
        header.CheckDescribes(model);
        var json = HeaderJson.Write(header, model);
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
        foreach (var member in model.Members)
        {
            WriteWeights(writer, member.Weights);
        }

        writer.Finish();
    }

    /// <summary>Reads a model to the end of the stream and verifies it.</summary>
    /// <exception cref="ModelFormatException">The stream is not a whole, undamaged model file of a known version.</exception>
    public static (ModelHeader Header, Committee Model) Read(Stream stream)
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
        if (version is < 1 or > FormatVersion)
        {
            throw new ModelFormatException($"The model file has format version {version}; known are 1 to {FormatVersion}.");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(start[12..]);
        if (length is < 2 or > MaxHeaderLength)
        {
            throw new ModelFormatException($"The model file's header claims {length} bytes, which is not between 2 and {MaxHeaderLength}.");
        }

        var json = new byte[length];
        reader.Read(json, "its header");
        var (header, architectures) = HeaderJson.Read(json);
        var members = new List<Network>();
        foreach (var architecture in architectures)
        {
            // One after the other, so that a short file with a long header costs the memory of one network at most.
            members.Add(Build(architecture, header));
            ReadWeights(reader, members[^1].Weights);
        }

        reader.Finish();
        return members.TrueForAll(member => member.Weights.AllFinite())
            ? (header, new Committee(members))
            : throw new ModelFormatException("The model file holds a weight that is not a finite number.");
    }

    /// <summary>Verifies that a stream holds what <see cref="Write"/> writes of a model, and that it reads back.</summary>
    /// <param name="stream">A stream that can seek; it is read from its beginning to its end.</param>
    /// <param name="header">The header that was written.</param>
    /// <param name="model">The network or networks that were written.</param>
    /// <exception cref="ModelFormatException">The bytes are others, or a weight is not a finite number.</exception>
    public static void Verify(Stream stream, ModelHeader header, Committee model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!model.Members.All(member => member.Weights.AllFinite()))
        {
            throw new ModelFormatException("The model holds a weight that is not a finite number.");
        }

        var file = new FileBytes(stream);
        using var comparison = new ComparingStream(file, 0, file.Length, "The model file is not what was written.");
        Write(comparison, header, model);
        comparison.Finish();
    }

    private static Network Build(Architecture architecture, ModelHeader header)
    {
        try
        {
            return new Network(architecture, header.InputShape, header.Labels.Count);
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
