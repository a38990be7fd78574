using Digits.Learning.Layers;
using Digits.Learning.Networks;

namespace Digits.Learning.Training.Engines;

/// <summary>The backward pass of the loss's gradient through the stages of a plan, after a forward pass on the same workspace.</summary>
internal sealed class BackwardPass(WeightSet weights, PreparedWeights prepared, Workspace workspace, Gradients gradients)
{
    /// <summary>Computes the backward pass of a stage for the images of a shard, and adds to the shard's weight gradients.</summary>
    public void Run(ImageStage stage, int first, int end, int shard, int thread, uint key)
    {
        if (stage.Norm is { WantsInputGradient: true } norm)
        {
            for (var image = first; image < end; image++)
            {
                ((BatchNormLayer)norm.Layer).Statistics.Backward(Buffers(norm, image, 1, shard, thread, key) with
                {
                    DY = ref gradients.Slot(stage.OutputSlot, image),
                });
            }
        }

        for (var r = stage.Runs.Length - 1; r >= 0; r--)
        {
            var run = stage.Runs[r];
            if (run[0].Layer.WholeShard)
            {
                Run(run[0], first, end - first, shard, thread, key);
                continue;
            }

            for (var image = first; image < end; image++)
            {
                for (var i = run.Length - 1; i >= 0; i--)
                {
                    Run(run[i], image, 1, shard, thread, key);
                }
            }
        }

        foreach (var placed in stage.Layers)
        {
            placed.Layer.FinishShard(Buffers(placed, first, end - first, shard, thread, key));
        }
    }

    /// <summary>Merges a batch norm's gradients over the shards, for some channels.</summary>
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

    private void Run(PlacedLayer placed, int image, int count, int shard, int thread, uint key)
    {
        if (placed.Weights >= 0 || placed.WantsInputGradient)
        {
            placed.Layer.Backward(Buffers(placed, image, count, shard, thread, key));
        }
    }

    private ImageBuffers Buffers(PlacedLayer placed, int image, int count, int shard, int thread, uint key)
    {
        var buffers = workspace.Buffers(placed, image, thread);
        buffers.DY = ref gradients.Slot(placed.OutputSlot, image, thread);
        buffers.WantsInputGradient = placed.WantsInputGradient;
        buffers.Images = count;
        buffers.Key = ForwardPass.ImageKey(key, image);
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
            buffers.Prepared = ref prepared[placed];
            buffers.DWeights = ref gradients.Shard(placed.Weights, shard);
            buffers.DBias = ref gradients.Shard(placed.Bias, shard);
        }

        return buffers;
    }
}
