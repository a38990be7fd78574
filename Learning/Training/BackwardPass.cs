using Digits.Learning.Layers;
using Digits.Learning.Networks;

namespace Digits.Learning.Training;

/// <summary>Takes the gradient of the loss back through a plan's stages, after a forward pass on the same workspace.</summary>
internal sealed class BackwardPass(Plan plan, WeightSet weights, Workspace workspace, Gradients gradients)
{
    /// <summary>Takes one image's gradient back through the layers of a stage and adds to the shard's weight gradients.</summary>
    public void Run(ImageStage stage, int image, int shard, int thread, uint key)
    {
        ref var dY = ref gradients.Slot(stage.OutputSlot, image);
        var next = 0;
        for (var i = stage.Layers.Length - 1; i >= 0; i--)
        {
            var placed = stage.Layers[i];
            if (placed.Weights < 0 && !placed.WantsInputGradient)
            {
                return;
            }

            ref var dX = ref dY;
            if (!placed.Layer.InPlace)
            {
                // Into the gradient of the stage before, if this layer reads that stage's output; else into scratch.
                var leavesStage = placed.InputSlot == stage.InputSlot && placed.WantsInputGradient;
                dX = ref leavesStage ? ref gradients.Slot(stage.InputSlot, image) : ref gradients.Scratch(thread, next);
                next = 1 - next;
            }

            placed.Layer.Backward(Buffers(placed, image, shard, thread, key, ref dX, ref dY));
            dY = ref dX;
        }
    }

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

    private ImageBuffers Buffers(PlacedLayer placed, int image, int shard, int thread, uint key, ref float dX, ref float dY)
    {
        var buffers = new ImageBuffers
        {
            X = ref workspace.Slot(placed.InputSlot, image, thread),
            Y = ref workspace.Slot(placed.OutputSlot, image, thread),
            DX = ref dX,
            DY = ref dY,
            State = ref workspace.State(placed, image),
            Scratch = ref workspace.Scratch(placed, thread),
            Training = true,
            WantsInputGradient = placed.WantsInputGradient,
            Key = key,
        };
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
