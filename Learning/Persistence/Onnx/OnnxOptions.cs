namespace Digits.Learning.Persistence.Onnx;

/// <summary>How an ONNX file is written.</summary>
public sealed record OnnxOptions
{
    /// <summary>What the graph takes in; bytes by default.</summary>
    public OnnxInput Input { get; init; } = OnnxInput.Pixels;
}
