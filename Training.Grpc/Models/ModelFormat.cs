using Digits.Learning.Networks;
using Digits.Learning.Persistence;
using Digits.Learning.Persistence.Onnx;
using Digits.Learning.Persistence.Safetensors;

namespace Digits.Training.Models;

/// <summary>A kind of file that a model can be downloaded as.</summary>
/// <param name="Extension">The end of its name.</param>
/// <param name="Write">Writes a model as such a file; null for the stored file itself.</param>
internal sealed record ModelFormat(string Extension, Action<Stream, ModelHeader, Committee>? Write)
{
    public static ModelFormat Native { get; } = new(".digits", null);

    public static ModelFormat Safetensors { get; } = new(".safetensors", SafetensorsFile.Write);

    public static ModelFormat Onnx(OnnxInput input) => new(
        ".onnx", (stream, header, model) => OnnxFile.Write(stream, header, model, new OnnxOptions { Input = input }));
}
