using Digits.Learning.Data;

namespace Digits.Learning.Layers;

/// <summary>A layer that processes every image of a batch by itself, [h, w, c] in and out.</summary>
internal abstract class ImageLayer(int index, ImageShape input, ImageShape output)
{
    /// <summary>The layer's number in the architecture, counted from 0; a residual is counted before the layers inside it.</summary>
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

    /// <summary>Whether one call processes all images of a shard, so that their values must all be in memory at once.</summary>
    public virtual bool WholeShard => false;

    /// <summary>Weights and bias (or scale and shift), which are trained, then running statistics if there are any; may be empty.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    public abstract void Forward(in ImageBuffers buffers);

    public abstract void Backward(in ImageBuffers buffers);

    /// <summary>Called after the last image of a shard, to finish gradients that <see cref="Backward"/> has summed up in scratch.</summary>
    public virtual void FinishShard(in ImageBuffers buffers)
    {
    }

    /// <summary>Floats that <see cref="Prepare"/> writes.</summary>
    public virtual int PreparedSize(bool wantsInputGradient) => 0;

    /// <summary>Writes the weights in the layout that the passes read; called whenever the weights have changed.</summary>
    public virtual void Prepare(ref float weights, ref float prepared, bool wantsInputGradient)
    {
    }
}

/// <summary>The memory that a layer works on for one image. A layer uses only the parts that its properties ask for.</summary>
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

    /// <summary>Values that the forward pass stores for the backward pass.</summary>
    public ref float State;

    /// <summary>Scratch memory of the thread; it keeps its values from call to call and is zero at first.</summary>
    public ref float Scratch;

    public ref float Weights;

    public ref float Bias;

    /// <summary>The weights as <see cref="ImageLayer.Prepare"/> wrote them.</summary>
    public ref float Prepared;

    /// <summary>The gradient of the weights is added here.</summary>
    public ref float DWeights;

    /// <summary>The gradient of the bias is added here.</summary>
    public ref float DBias;

    /// <summary>The batch norm's statistics of the batch; while they are measured, those of the shard.</summary>
    public ref float Statistics;

    /// <summary>The number of images that are processed at once; the references point to the first of them.</summary>
    public int Images;

    /// <summary>The distance in floats between the inputs of two images, and between the gradients of these.</summary>
    public int XStride;

    /// <summary>The distance in floats between the outputs of two images, and between the gradients of these.</summary>
    public int YStride;

    /// <summary>Whether a backward pass follows.</summary>
    public bool Training;

    /// <summary>Whether <see cref="DX"/> is needed.</summary>
    public bool WantsInputGradient;

    /// <summary>The random key for this image in this step, the same in the forward and the backward pass.</summary>
    public uint Key;
}
