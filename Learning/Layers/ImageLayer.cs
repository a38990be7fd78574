using Digits.Learning.Data;

namespace Digits.Learning.Layers;

/// <summary>A layer that treats every image of a batch by itself.</summary>
internal abstract class ImageLayer(int index, ImageShape input, ImageShape output)
{
    /// <summary>The layer's number in the architecture, from 0, a residual before the layers inside it.</summary>
    public int Index { get; } = index;

    public ImageShape Input { get; } = input;

    public ImageShape Output { get; } = output;

    /// <summary>Whether the output overwrites the input, and the gradient likewise.</summary>
    public virtual bool InPlace => false;

    /// <summary>Whether <see cref="Backward"/> reads the input of the forward pass.</summary>
    public virtual bool BackwardReadsInput => false;

    /// <summary>Whether <see cref="Backward"/> reads the output of the forward pass.</summary>
    public virtual bool BackwardReadsOutput => false;

    /// <summary>Floats per image that the forward pass leaves for the backward pass.</summary>
    public virtual int StateSize => 0;

    /// <summary>Floats of scratch per thread.</summary>
    public virtual int ScratchSize => 0;

    /// <summary>Whether a call treats all images of a shard, so that the values of each must be there at once.</summary>
    public virtual bool WholeShard => false;

    /// <summary>Weights and bias (or scale and shift), which are trained, and what else is kept with them; or nothing.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    public abstract void Forward(in ImageBuffers buffers);

    public abstract void Backward(in ImageBuffers buffers);

    /// <summary>Finishes what <see cref="Backward"/> added up in scratch, after the last image of a shard.</summary>
    public virtual void FinishShard(in ImageBuffers buffers)
    {
    }

    /// <summary>Floats that <see cref="Prepare"/> writes.</summary>
    public virtual int PreparedSize(bool wantsInputGradient) => 0;

    /// <summary>Writes the weights in the form that the passes want; called whenever the weights have changed.</summary>
    public virtual void Prepare(ref float weights, ref float prepared, bool wantsInputGradient)
    {
    }
}

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
