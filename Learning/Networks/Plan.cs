using Digits.Learning.Data;
using Digits.Learning.Layers;

namespace Digits.Learning.Networks;

/// <summary>An architecture compiled for one shape of image: its stages, the slots for the values between layers, and its parameters.</summary>
internal sealed class Plan
{
    private Plan(ImageShape input, int classCount, PlanBuilder builder)
    {
        (Stages, Slots, Parameters, Folds) = builder.Finish();
        Input = input;
        ClassCount = classCount;
        ImageLayers = [.. Stages.OfType<ImageStage>().SelectMany(stage => stage.Layers)];
    }

    public ImageShape Input { get; }

    public int ClassCount { get; }

    /// <summary>The stages in order. The output of the last one is the class scores.</summary>
    public Stage[] Stages { get; }

    /// <summary>The slots for values; slot 0 holds the image.</summary>
    public IReadOnlyList<Slot> Slots { get; }

    /// <summary>The parameters, which are the same and in the same order for training and for prediction.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The batch norms to fold, in order; none in a plan for training.</summary>
    public IReadOnlyList<Fold> Folds { get; }

    public IReadOnlyList<PlacedLayer> ImageLayers { get; }

    public int ScoresSlot => Stages[^1].OutputSlot;

    /// <summary>The number of trained values.</summary>
    public int ParameterCount => Parameters.Sum(parameter => parameter.Trained ? parameter.Count : 0);

    /// <param name="layers">The layers in order.</param>
    /// <param name="input">The shape of an image.</param>
    /// <param name="classCount">The number of classes.</param>
    /// <param name="training">Whether batch norms use the statistics of the batch; otherwise they are folded into a multiplication and an addition.</param>
    /// <exception cref="ArchitectureException">The layers do not fit the images or the classes.</exception>
    public static Plan Compile(IReadOnlyList<LayerSpec> layers, ImageShape input, int classCount, bool training = true)
    {
        var faults = Architecture.Check(layers, input, classCount);
        if (faults.Count > 0)
        {
            throw new ArchitectureException(faults);
        }

        var builder = new PlanBuilder(input, training);
        new LayerCompiler(builder, layers, classCount, training).Add(layers, parent: "", first: 0);
        return new Plan(input, classCount, builder);
    }
}

/// <summary>A part of a network that is computed for the whole batch before the next part begins.</summary>
/// <param name="InputSlot">The slot of its input.</param>
/// <param name="OutputSlot">The slot of its output; the same slot when all its layers work in place.</param>
internal abstract record Stage(int InputSlot, int OutputSlot);

/// <summary>Layers that process each image by itself: one image passes through all of them while it is in cache.</summary>
/// <param name="InputSlot">The slot of its input.</param>
/// <param name="OutputSlot">The slot of its output.</param>
/// <param name="Layers">The layers; may be empty when the stage only measures its input for a batch norm.</param>
/// <param name="Norm">In training, the batch norm that begins the next stage and needs statistics of the output; null when there is none.</param>
internal sealed record ImageStage(int InputSlot, int OutputSlot, PlacedLayer[] Layers, PlacedLayer? Norm)
    : Stage(InputSlot, OutputSlot)
{
    /// <summary>The layers cut into runs: either one layer that processes a whole shard at once, or several that each image passes in turn.</summary>
    public PlacedLayer[][] Runs { get; } = Cut(Layers);

    private static PlacedLayer[][] Cut(PlacedLayer[] layers)
    {
        var runs = new List<List<PlacedLayer>>();
        foreach (var placed in layers)
        {
            if (runs.Count == 0 || placed.Layer.WholeShard || runs[^1][0].Layer.WholeShard)
            {
                runs.Add([]);
            }

            runs[^1].Add(placed);
        }

        return [.. runs.Select(run => run.ToArray())];
    }
}

/// <summary>A dense layer, which processes the whole batch at once and is divided into tasks by its outputs.</summary>
/// <param name="InputSlot">The slot of its input.</param>
/// <param name="OutputSlot">The slot of its output.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Weights">The index of its weights among the plan's parameters.</param>
internal sealed record DenseStage(int InputSlot, int OutputSlot, DenseLayer Layer, int Weights) : Stage(InputSlot, OutputSlot)
{
    /// <summary>The same layer for one image at a time.</summary>
    public SingleDense Single { get; } = new(Layer.Inputs, Layer.Outputs);

    /// <summary>The index of its bias.</summary>
    public int Bias => Weights + 1;
}

/// <summary>A layer with the slots of its data.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="InputSlot">The slot of its input.</param>
/// <param name="OutputSlot">The slot of its output; the same slot for a layer that works in place.</param>
/// <param name="SkipSlot">The slot of its second input, or -1.</param>
/// <param name="Order">Its number among the plan's image layers, from 0.</param>
/// <param name="Weights">The index of its first parameter among the plan's, or -1; the others follow.</param>
/// <param name="WantsInputGradient">Whether a layer before it has parameters to train.</param>
internal sealed record PlacedLayer(
    ImageLayer Layer, int InputSlot, int OutputSlot, int SkipSlot, int Order, int Weights, bool WantsInputGradient)
{
    /// <summary>The index of its bias or shift, if it has parameters.</summary>
    public int Bias => Weights + 1;
}

/// <summary>The memory for the values between two layers, and for their gradient.</summary>
/// <param name="Size">Values per image.</param>
/// <param name="Source">The slot whose values these are: its own index, or that of the slot that a residual begins with.</param>
/// <param name="Boundary">Whether it lies between stages, so that it holds the values of a whole batch.</param>
/// <param name="NeededBackward">Whether the backward pass reads it, so that in training it holds the values of a whole batch.</param>
/// <param name="Gradient">Inside a stage, the index of the thread's buffer that holds the gradient.</param>
internal readonly record struct Slot(int Size, int Source, bool Boundary, bool NeededBackward, int Gradient);

/// <summary>A batch norm that is folded into a multiplication and an addition for prediction.</summary>
/// <param name="Norm">The batch norm.</param>
/// <param name="Scale">The index of its first parameter.</param>
/// <param name="Weights">The index of the weights of the layer before it, into which it is folded; -1 when it stays a layer of its own.</param>
/// <param name="ByRow">Whether a row of that layer's weights belongs to one output, rather than a column.</param>
internal sealed record Fold(BatchNormLayer Norm, int Scale, int Weights, bool ByRow)
{
    /// <summary>The indices of the parameters whose values it changes.</summary>
    public int[] Changes => Weights < 0 ? [Scale, Scale + 1] : [Scale, Scale + 1, Weights, Weights + 1];
}
