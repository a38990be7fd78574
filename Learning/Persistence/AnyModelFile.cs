using Digits.Learning.Networks;
using Digits.Learning.Persistence.Onnx;
using Digits.Learning.Persistence.Safetensors;

namespace Digits.Learning.Persistence;

/// <summary>Reads a model from any kind of file that Digits writes.</summary>
public static class AnyModelFile
{
    private const int SafetensorsHeaderLength = 8;

    /// <summary>Reads a model file, an ONNX file or a safetensors file, told apart by their first bytes.</summary>
    /// <exception cref="ModelFormatException">It is none of them, or not a whole and undamaged one that Digits wrote.</exception>
    public static (ModelHeader Header, Committee Model) Read(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var stream = new MemoryStream(file, writable: false);
        if (file.AsSpan().StartsWith("DIGITSMF"u8))
        {
            return ModelFile.Read(stream);
        }

        // safetensors begin with the length of a JSON object, ONNX files with a small number in field 1.
        if (file.Length > SafetensorsHeaderLength && file[SafetensorsHeaderLength] == '{')
        {
            return SafetensorsFile.Read(stream);
        }

        return file.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x08])
            ? OnnxFile.Read(stream)
            : throw new ModelFormatException("This is neither a model file nor an ONNX or safetensors file that Digits wrote.");
    }
}
