namespace Digits.Learning.Layers;

/// <summary>The memory that a layer works on for one image. A layer touches only what its properties ask for.</summary>
internal ref struct ImageBuffers
{
    /// <summary>The input, [height, width, channels].</summary>
    public ref float X;

    /// <summary>The output; the same memory as <see cref="X"/> for a layer that works in place.</summary>
    public ref float Y;

    /// <summary>Receives the gradient of the input; the same memory as <see cref="DY"/> for a layer that works in place.</summary>
    public ref float DX;

    /// <summary>The gradient of the output.</summary>
    public ref float DY;

    /// <summary>The second input of a layer that has one.</summary>
    public ref float Skip;

    /// <summary>Receives the gradient of the second input.</summary>
    public ref float DSkip;

    /// <summary>What the forward pass left for the backward pass.</summary>
    public ref float State;

    /// <summary>Memory of the thread, kept from call to call and zero at first.</summary>
    public ref float Scratch;

    public ref float Weights;

    public ref float Bias;

    /// <summary>The weights in the form that the layer prepared them in.</summary>
    public ref float Prepared;

    /// <summary>The gradient of the weights is added here.</summary>
    public ref float DWeights;

    /// <summary>The gradient of the bias is added here.</summary>
    public ref float DBias;

    /// <summary>What a batch norm knows of the batch; while it is measured, the place of the shard.</summary>
    public ref float Statistics;

    /// <summary>Images that are treated at once, from the first ones' places on.</summary>
    public int Images;

    /// <summary>The distance between their inputs, and between the gradients of these.</summary>
    public int XStride;

    /// <summary>The distance between their outputs, and between the gradients of these.</summary>
    public int YStride;

    /// <summary>Whether a backward pass follows.</summary>
    public bool Training;

    /// <summary>Whether anybody wants <see cref="DX"/>.</summary>
    public bool WantsInputGradient;

    /// <summary>Chance for this image in this step, the same in both passes.</summary>
    public uint Key;
}
