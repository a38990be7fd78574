namespace Digits.Learning.Persistence.Onnx;

/// <summary>What an ONNX graph takes in.</summary>
public enum OnnxInput
{
    /// <summary>
    /// <c>pixels</c>: bytes [N, height, width, channels], 0 = paper, 255 = full ink, as image libraries hand them out. The graph
    /// divides and transposes itself.
    /// </summary>
    Pixels,

    /// <summary><c>values</c>: 32-bit floats [N, channels, height, width], 0 = paper, 1 = full ink.</summary>
    Values,
}
