using Digits.Learning.Data;
using Digits.Learning.Layers;

namespace Digits.Learning.Networks;

/// <summary>An architecture made ready to run for one shape of image: stages, the places between them, what is trained.</summary>
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

    /// <summary>The stages in order. The last one leaves the class scores.</summary>
    public Stage[] Stages { get; }

    /// <summary>Slot 0 takes the image.</summary>
    public IReadOnlyList<Slot> Slots { get; }

    /// <summary>The same and in the same order whether for training or not.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Not for training: the batch norms, in order.</summary>
    public IReadOnlyList<Fold> Folds { get; }

    public IReadOnlyList<PlacedLayer> ImageLayers { get; }

    public int ScoresSlot => Stages[^1].OutputSlot;

    /// <summary>The number of trained values.</summary>
    public int ParameterCount => Parameters.Sum(parameter => parameter.Trained ? parameter.Count : 0);

    /// <param name="layers">The layers in order.</param>
    /// <param name="input">The shape of an image.</param>
    /// <param name="classCount">The number of classes.</param>
    /// <param name="training">Whether batch norms see the batch; else they are a multiplication and an addition.</param>
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

/// <summary>A part of a network that is worked off before the next part begins.</summary>
/// <param name="InputSlot">Where its input lies.</param>
/// <param name="OutputSlot">Where its output goes; the same slot when all its layers work in place.</param>
internal abstract record Stage(int InputSlot, int OutputSlot);

/// <summary>Layers that treat each image by itself: one image passes them all while it is in cache.</summary>
/// <param name="InputSlot">Where its input lies.</param>
/// <param name="OutputSlot">Where its output goes.</param>
/// <param name="Layers">The layers; none when there is only something to measure.</param>
/// <param name="Norm">In training, the batch norm that begins the next stage and wants the output measured; null when none does.</param>
internal sealed record ImageStage(int InputSlot, int OutputSlot, PlacedLayer[] Layers, PlacedLayer? Norm)
    : Stage(InputSlot, OutputSlot)
{
    /// <summary>The layers cut into runs: one that treats a whole shard at once, or some through which each image passes in turn.</summary>
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

/// <summary>A dense layer, which works on the whole batch at once, split by its outputs.</summary>
/// <param name="InputSlot">Where its input lies.</param>
/// <param name="OutputSlot">Where its output goes.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Weights">The index of its weights among the plan's parameters.</param>
internal sealed record DenseStage(int InputSlot, int OutputSlot, DenseLayer Layer, int Weights) : Stage(InputSlot, OutputSlot)
{
    /// <summary>The layer for one image at a time.</summary>
    public SingleDense Single { get; } = new(Layer.Inputs, Layer.Outputs);

    /// <summary>The index of its bias.</summary>
    public int Bias => Weights + 1;
}

/// <summary>A layer and where its data lies.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="InputSlot">Where its input lies.</param>
/// <param name="OutputSlot">Where its output goes; the same slot for a layer in place.</param>
/// <param name="SkipSlot">Where its second input lies, or -1.</param>
/// <param name="Order">Its number among the plan's image layers, from 0.</param>
/// <param name="Weights">The index of its first parameter among the plan's, or -1; the others follow.</param>
/// <param name="WantsInputGradient">Whether a layer before it has something to learn.</param>
internal sealed record PlacedLayer(
    ImageLayer Layer, int InputSlot, int OutputSlot, int SkipSlot, int Order, int Weights, bool WantsInputGradient)
{
    /// <summary>The index of its bias or shift, if it has parameters.</summary>
    public int Bias => Weights + 1;
}

/// <summary>A place for the values between two layers, and for their gradient.</summary>
/// <param name="Size">Values per image.</param>
/// <param name="Source">The slot whose values these are: its own index, or that of the slot that a residual begins with.</param>
/// <param name="Boundary">Whether it lies between stages, so that the values of a whole batch are there at once.</param>
/// <param name="NeededBackward">Whether the backward pass reads it, so that training keeps the values of a whole batch.</param>
/// <param name="Gradient">Inside a stage, which of a thread's buffers takes the gradient.</param>
internal readonly record struct Slot(int Size, int Source, bool Boundary, bool NeededBackward, int Gradient);

/// <summary>A batch norm that has become a multiplication and an addition.</summary>
/// <param name="Norm">The batch norm.</param>
/// <param name="Scale">The index of its first parameter.</param>
/// <param name="Weights">The index of the weights of the layer before it, which take it in; -1 when it stays a layer of its own.</param>
/// <param name="ByRow">Whether an output of that layer is a row of its weights, not a column.</param>
internal sealed record Fold(BatchNormLayer Norm, int Scale, int Weights, bool ByRow)
{
    /// <summary>The indices of the parameters whose values it changes.</summary>
    public int[] Changes => Weights < 0 ? [Scale, Scale + 1] : [Scale, Scale + 1, Weights, Weights + 1];
}
