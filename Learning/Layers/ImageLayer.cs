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
