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
