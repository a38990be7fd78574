using System.Buffers.Binary;
using Digits.Learning.Networks;
using Digits.Learning.Persistence.Onnx;
using Digits.Learning.Persistence.Safetensors;

namespace Digits.Learning.Persistence;

/// <summary>A kind of file that a model can be read from.</summary>
public enum ModelFileKind
{
    /// <summary>The model file of Digits.</summary>
    Model,

    /// <summary>Weights in the safetensors format, as PyTorch uses them.</summary>
    Safetensors,

    /// <summary>A graph in the ONNX format.</summary>
    Onnx,
}

/// <summary>Reads a model from any kind of file that Digits writes. The content of the file is not trusted.</summary>
public static class AnyModelFile
{
    /// <summary>The number of bytes that <see cref="CheckStart"/> needs; a shorter file is not a model.</summary>
    public const int StartLength = 16;

    // An ONNX file that Digits wrote begins with its version, 8, and the name of its producer.
    private static ReadOnlySpan<byte> OnnxStart => "\u0008\u0008\u0012\u0006Digits"u8;

    /// <summary>Detects the kind of a model file from its first bytes.</summary>
    /// <param name="start">The first <see cref="StartLength"/> bytes, or the whole file when it is shorter.</param>
    /// <exception cref="ModelFormatException">The file cannot be a model, whatever bytes follow.</exception>
    public static ModelFileKind CheckStart(ReadOnlySpan<byte> start)
    {
        if (start.Length < StartLength)
        {
            throw new ModelFormatException($"A file of {start.Length} bytes is too short to be a model.");
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

        // A safetensors file begins with the length of a JSON object.
        return start[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(start) <= SafetensorsFile.MaxHeaderLength
            ? ModelFileKind.Safetensors
            : throw new ModelFormatException("This is neither a model file nor an ONNX or safetensors file that Digits wrote.");
    }

    /// <summary>Reads a model file, an ONNX file or a safetensors file; the kind is detected from its first bytes.</summary>
    /// <param name="file">
    /// A stream that can seek; it is read from its beginning to its end. Reading needs the memory of the networks and little more, whatever
    /// the size of the file.
    /// </param>
    /// <exception cref="ModelFormatException">
    /// It is none of them, it is incomplete or damaged, Digits did not write it, or its header contains impossible values.
    /// </exception>
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
            : throw new ModelFormatException($"The file's header contains values that no model of Digits has: {string.Join(" ", faults)}");
    }
}
