using System.Runtime.InteropServices;
using Digits.Learning.Kernels;
using Digits.Learning.Layers;

namespace Digits.Learning.Networks;

/// <summary>The forward pass of images through the stages of a plan.</summary>
internal sealed class ForwardPass(Plan plan, WeightSet weights, PreparedWeights prepared, Workspace workspace)
{
    // A table of byte / 255, which is exact and faster than dividing.
    private static readonly float[] Ink = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];

    public Workspace Workspace => workspace;

    /// <summary>The random key for one image in one step.</summary>
    public static uint ImageKey(uint key, int image) => Mixing.Mix(key + (uint)image);

    /// <summary>Writes an image's bytes, as values from 0 to 1, to the input of the first layer.</summary>
    public void Fill(ReadOnlySpan<byte> pixels, int image)
    {
        var values = Input(image);
        for (var i = 0; i < pixels.Length; i++)
        {
            values[i] = Ink[pixels[i]];
        }
    }

    /// <summary>The input of the first layer for an image, [height, width, channels].</summary>
    public Span<float> Input(int image) => MemoryMarshal.CreateSpan(ref workspace.Slot(0, image, 0), plan.Slots[0].Size);

    /// <summary>Computes the layers of a stage for the images of a shard.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="first">The shard's first image.</param>
    /// <param name="end">The image after its last one.</param>
    /// <param name="thread">The number of the calling thread.</param>
    /// <param name="key">The random key for this step.</param>
    public void Run(ImageStage stage, int first, int end, int thread, uint key)
    {
        foreach (var run in stage.Runs)
        {
            if (run[0].Layer.WholeShard)
            {
                Run(run[0], first, end - first, thread, key);
                continue;
            }

            for (var image = first; image < end; image++)
            {
                foreach (var placed in run)
                {
                    Run(placed, image, 1, thread, key);
                }
            }
        }
    }

    /// <summary>Measures the output of a stage for the images of a shard, for the batch norm after it.</summary>
    public void Measure(ImageStage stage, int first, int count, int shard)
    {
        var norm = (BatchNormLayer)stage.Norm!.Layer;
        norm.Statistics.Forward(new ImageBuffers
        {
            X = ref workspace.Slot(stage.OutputSlot, first, 0),
            Statistics = ref workspace.Statistics(stage.Norm)[norm.ShardStatistics(shard)],
            Images = count,
            XStride = workspace.Stride(stage.OutputSlot),
        });
    }

    /// <summary>Merges the statistics of a batch's shards for some channels, and updates the running statistics.</summary>
    public void Merge(PlacedLayer norm, int task, int images, int shardSize) => ((BatchNormLayer)norm.Layer).Merge(
        task, images, shardSize, workspace.Statistics(norm).Span, weights[norm.Weights + 2].Span, weights[norm.Weights + 3].Span);

    /// <summary>Computes some outputs of a dense stage for the first <paramref name="batch"/> images.</summary>
    public void Run(DenseStage stage, int task, int batch) => stage.Layer.Forward(
        task,
        batch,
        ref workspace.Slot(stage.InputSlot, 0, 0),
        ref weights[stage.Weights][0],
        ref weights[stage.Bias][0],
        ref workspace.Slot(stage.OutputSlot, 0, 0));

    /// <summary>
    /// Computes all stages for the first <paramref name="images"/> images on the calling thread, after
    /// <see cref="PreparedWeights.RefreshSingle"/>. Each image's scores are the same to the bit, however many others there are.
    /// </summary>
    public void RunAlone(int images)
    {
        for (var stage = 0; stage < plan.Stages.Length; stage++)
        {
            if (plan.Stages[stage] is DenseStage dense)
            {
                dense.Single.Forward(
                    images,
                    ref workspace.Slot(dense.InputSlot, 0, 0),
                    workspace.Stride(dense.InputSlot),
                    ref prepared.Single(stage),
                    ref weights[dense.Bias][0],
                    ref workspace.Slot(dense.OutputSlot, 0, 0),
                    workspace.Stride(dense.OutputSlot));
            }
            else
            {
                Run((ImageStage)plan.Stages[stage], 0, images, 0, 0);
            }
        }
    }

    /// <summary>The class scores of an image.</summary>
    public Span<float> Scores(int image) =>
        MemoryMarshal.CreateSpan(ref workspace.Slot(plan.ScoresSlot, image, 0), plan.ClassCount);

    private void Run(PlacedLayer placed, int image, int count, int thread, uint key)
    {
        var buffers = workspace.Buffers(placed, image, thread);
        buffers.Images = count;
        buffers.Key = ImageKey(key, image);
        if (placed.Weights >= 0)
        {
            buffers.Weights = ref weights[placed.Weights][0];
            buffers.Bias = ref weights[placed.Bias][0];
            buffers.Prepared = ref prepared[placed];
        }

        placed.Layer.Forward(buffers);
    }
}
