using System.Buffers.Binary;
using System.Security.Cryptography;
using Digits.Learning.Networks;
using Digits.Learning.Persistence.Exchange;

namespace Digits.Learning.Persistence;

/// <summary>Reads and writes model files.</summary>
/// <remarks>
/// Layout: the 8 bytes <c>DIGITSMF</c>; the format version and the length of the header, as little-endian 32-bit numbers; the
/// header as UTF-8 JSON; every weight as a little-endian 32-bit float, network by network, layer by layer, row by row, weights before
/// bias (conv2d: [kernel row, kernel column, input channel, filter]; dense: [unit, input]); the SHA-256 of all bytes before.
/// Version 1 differs in its header alone, which has <c>layers</c> where version 2 has a list of such lists, <c>members</c>.
/// </remarks>
public static class ModelFile
{
    /// <summary>The version that is written; it and all earlier versions can be read.</summary>
    public const int FormatVersion = 2;

    private const int BufferSize = 1 << 16;

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

        using var hash = SHA256.Create();
        using var hashed = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true);
        using var writer = new BufferedStream(hashed, BufferSize);
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

        writer.Flush();
        hashed.FlushFinalBlock();
        stream.Write(hash.Hash!);
    }

    /// <summary>Reads a model to the end of the stream and verifies it.</summary>
    /// <exception cref="ModelFormatException">The stream is not a complete, undamaged model file of a known version.</exception>
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
            // Networks are built one after the other, so that a short file with a long header costs the memory of at most one network.
            members.Add(Build(architecture, header));
            ReadWeights(reader, members[^1].Weights);
        }

        reader.Finish();
        return members.TrueForAll(member => member.Weights.AllFinite())
            ? (header, new Committee(members))
            : throw new ModelFormatException("The model file holds a weight that is not a finite number.");
    }

    /// <summary>Verifies that a stream holds exactly the bytes that <see cref="Write"/> writes for a model.</summary>
    /// <param name="stream">A stream that can seek; it is read from its beginning to its end.</param>
    /// <param name="header">The header that was written.</param>
    /// <param name="model">The network or networks that were written.</param>
    /// <exception cref="ModelFormatException">The bytes differ, or a weight is not a finite number.</exception>
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

    private static void WriteWeights(Stream writer, WeightSet weights)
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

/// <summary>A stream is not a model file that can be read. The message may be shown to the caller.</summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>Names the fault.</summary>
    public ModelFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Names the fault and keeps its cause.</summary>
    public ModelFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>Reads a model file and hashes what it reads. Leaves the stream open.</summary>
internal sealed class HashingReader(Stream stream) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <param name="destination">Is filled completely.</param>
    /// <param name="what">The name of this part of the file for the message.</param>
    /// <exception cref="ModelFormatException">The stream ends too soon.</exception>
    public void Read(Span<byte> destination, string what)
    {
        Fill(destination, what);
        _hash.AppendData(destination);
    }

    /// <summary>Compares the hash of everything read so far with the hash that follows; then the stream must end.</summary>
    /// <exception cref="ModelFormatException">The hashes differ, or more bytes follow.</exception>
    public void Finish()
    {
        Span<byte> stored = stackalloc byte[SHA256.HashSizeInBytes];
        Fill(stored, "its checksum");
        if (!_hash.GetHashAndReset().AsSpan().SequenceEqual(stored))
        {
            throw new ModelFormatException("The model file is damaged: its checksum does not match.");
        }

        if (stream.ReadByte() >= 0)
        {
            throw new ModelFormatException("The model file is followed by bytes that do not belong to it.");
        }
    }

    public void Dispose() => _hash.Dispose();

    private void Fill(Span<byte> destination, string what)
    {
        if (stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false) < destination.Length)
        {
            throw new ModelFormatException($"The model file is cut short: it ends within {what}.");
        }
    }
}
