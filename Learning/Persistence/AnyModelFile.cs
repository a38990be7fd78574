using System.Buffers.Binary;
using Digits.Learning.Networks;
using Digits.Learning.Persistence.Onnx;
using Digits.Learning.Persistence.Safetensors;

namespace Digits.Learning.Persistence;

/// <summary>A kind of file that a model can be read from.</summary>
public enum ModelFileKind
{
    /// <summary>Our own.</summary>
    Model,

    /// <summary>PyTorch's weights.</summary>
    Safetensors,

    /// <summary>A graph.</summary>
    Onnx,
}

/// <summary>Reads a model from any kind of file that Digits writes, and trusts nothing that the file says.</summary>
public static class AnyModelFile
{
    /// <summary>How many bytes <see cref="CheckStart"/> needs; a shorter file is no model.</summary>
    public const int StartLength = 16;

    // An ONNX file of ours begins with its version, 8, and the producer's name.
    private static ReadOnlySpan<byte> OnnxStart => "\u0008\u0008\u0012\u0006Digits"u8;

    /// <summary>Tells from a file's first bytes whether it may be a model.</summary>
    /// <param name="start">The first <see cref="StartLength"/> bytes, or the whole file when it is shorter.</param>
    /// <exception cref="ModelFormatException">It is none, whatever follows.</exception>
    public static ModelFileKind CheckStart(ReadOnlySpan<byte> start)
    {
        if (start.Length < StartLength)
        {
            throw new ModelFormatException($"{start.Length} bytes are no model.");
        }

        if (start.StartsWith(ModelFile.Magic))
        {
            var header = BinaryPrimitives.ReadInt32LittleEndian(start[12..]);
            return header is > 1 and <= ModelFile.MaxHeaderLength
                ? ModelFileKind.Model
                : throw new ModelFormatException($"The model file's header claims {header} bytes.");
        }

        if (start.StartsWith(OnnxStart))
        {
            return ModelFileKind.Onnx;
        }

        // safetensors begin with the length of a JSON object.
        return start[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(start) <= SafetensorsFile.MaxHeaderLength
            ? ModelFileKind.Safetensors
            : throw new ModelFormatException("This is neither a model file nor an ONNX or safetensors file that Digits wrote.");
    }

    /// <summary>Reads a model file, an ONNX file or a safetensors file, told apart by their first bytes.</summary>
    /// <param name="file">
    /// A stream that can seek; it is read from its beginning to its end. Takes the memory of the networks and, whatever the file's size, little more.
    /// </param>
    /// <exception cref="ModelFormatException">It is none of them, not a whole and undamaged one that Digits wrote, or its header says what cannot be.</exception>
    public static (ModelHeader Header, Committee Model) Read(Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.Position = 0;
        var start = new byte[StartLength];
        var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var kind = CheckStart(start.AsSpan(0, length));
        file.Position = 0;
        var (header, model) = kind switch
        {
            ModelFileKind.Model => ModelFile.Read(file),
            ModelFileKind.Safetensors => SafetensorsFile.Read(file),
            _ => OnnxFile.Read(file),
        };
        var faults = header.Check();
        return faults.Count == 0
            ? (header, model)
            : throw new ModelFormatException($"The file's header says what no model of Digits could: {string.Join(" ", faults)}");
    }
}
