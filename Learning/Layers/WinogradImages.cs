namespace Digits.Learning.Layers;

/// <summary>The memory of neighbouring images that a convolution works on at once; strides are from image to image, in floats.</summary>
internal ref struct WinogradImages
{
    public int Count;

    public ref float X;

    public int XStride;

    /// <summary>The output, or after it the gradient's mask.</summary>
    public ref float Y;

    public int YStride;

    /// <summary>Which pixel of each window won.</summary>
    public ref float State;

    public int StateStride;

    /// <summary>Receives the gradient of x: zero at first.</summary>
    public ref float DX;

    public int DXStride;

    public ref float DY;

    public int DYStride;

    /// <summary>Whether a backward pass follows.</summary>
    public bool Training;

    public bool WantsInputGradient;
}
