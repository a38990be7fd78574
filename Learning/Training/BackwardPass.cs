using Digits.Learning.Layers;
using Digits.Learning.Networks;

namespace Digits.Learning.Training;

/// <summary>Takes the gradient of the loss back through a plan's stages, after a forward pass on the same workspace.</summary>
internal sealed class BackwardPass(Plan plan, WeightSet weights, Workspace workspace, Gradients gradients)
{
    /// <summary>Takes one image's gradient back through the layers of a stage and adds to the shard's weight gradients.</summary>
    public void Run(ImageStage stage, int image, int shard, int thread, uint key)
    {
        if (stage.Norm is { } norm && norm.WantsInputGradient)
        {
            ((BatchNormLayer)norm.Layer).Statistics.Backward(Buffers(norm, image, shard, thread, key) with
            {
                DY = ref gradients.Slot(stage.OutputSlot, image),
            });
        }

        for (var i = stage.Layers.Length - 1; i >= 0; i--)
        {
            var placed = stage.Layers[i];
            if (placed.Weights < 0 && !placed.WantsInputGradient)
            {
                return;
            }

            placed.Layer.Backward(Buffers(placed, image, shard, thread, key));
        }
    }

    /// <summary>Merges a batch norm's gradients, which its shards have added up, for some channels.</summary>
    public void Merge(PlacedLayer norm, int task, Batch batch) => ((BatchNormLayer)norm.Layer).MergeGradients(
        task,
        batch.Count,
        batch.Shards,
        workspace.Statistics(norm).Span,
        ref gradients.Shard(norm.Bias, 0),
        ref gradients.Shard(norm.Weights, 0),
        gradients.Stride(norm.Weights));

    /// <summary>Computes part of the gradient of a dense stage's input.</summary>
    public void Run(DenseStage stage, int task, int batch) => stage.Layer.InputGradient(
        task, batch, ref gradients.Slot(stage.OutputSlot, 0), ref weights[stage.Weights][0], ref gradients.Slot(stage.InputSlot, 0));

    /// <summary>Sets a shard's weight gradients of a stage to zero.</summary>
    public void Clear(ImageStage stage, int shard)
    {
        foreach (var placed in stage.Layers)
        {
            if (placed.Weights >= 0)
            {
                gradients.Clear(placed.Weights, shard);
                gradients.Clear(placed.Bias, shard);
            }
        }
    }

    /// <summary>Turns the weights of one image layer; called whenever they have changed.</summary>
    public void Turn(int imageLayer)
    {
        var placed = plan.ImageLayers[imageLayer];
        if (placed.Weights >= 0 && placed.WantsInputGradient)
        {
            placed.Layer.TurnWeights(ref weights[placed.Weights][0], ref gradients.Turned(placed.Weights));
        }
    }

    private ImageBuffers Buffers(PlacedLayer placed, int image, int shard, int thread, uint key)
    {
        var buffers = workspace.Buffers(placed, image, thread);
        buffers.DY = ref gradients.Slot(placed.OutputSlot, image, thread);
        buffers.WantsInputGradient = placed.WantsInputGradient;
        buffers.Key = key;
        if (placed.WantsInputGradient)
        {
            buffers.DX = ref gradients.Slot(placed.InputSlot, image, thread);
        }

        if (placed.SkipSlot > 0)
        {
            buffers.DSkip = ref gradients.Slot(placed.SkipSlot, image, thread);
        }

        if (placed.Weights >= 0)
        {
            buffers.Weights = ref weights[placed.Weights][0];
            buffers.Bias = ref weights[placed.Bias][0];
            buffers.TurnedWeights = ref gradients.Turned(placed.Weights);
            buffers.DWeights = ref gradients.Shard(placed.Weights, shard);
            buffers.DBias = ref gradients.Shard(placed.Bias, shard);
        }

        return buffers;
    }
}
