using Digits.Learning.Data;
using Digits.Learning.Layers;

namespace Digits.Learning.Networks;

/// <summary>An architecture made ready to run for one shape of image: stages, the places between them, what is trained.</summary>
internal sealed class Plan
{
    private Plan(ImageShape input, int classCount, Stage[] stages, IReadOnlyList<Slot> slots, IReadOnlyList<Parameter> parameters)
    {
        Input = input;
        ClassCount = classCount;
        Stages = stages;
        Slots = slots;
        Parameters = parameters;
        ImageLayers = [.. stages.OfType<ImageStage>().SelectMany(stage => stage.Layers)];
    }

    public ImageShape Input { get; }

    public int ClassCount { get; }

    /// <summary>The stages in order. The last one leaves the class scores.</summary>
    public Stage[] Stages { get; }

    /// <summary>Slot 0 takes the image.</summary>
    public IReadOnlyList<Slot> Slots { get; }

    public IReadOnlyList<Parameter> Parameters { get; }

    public IReadOnlyList<PlacedLayer> ImageLayers { get; }

    public int ScoresSlot => Stages[^1].OutputSlot;

    public int ParameterCount => Parameters.Sum(parameter => parameter.Count);

    /// <exception cref="ArchitectureException">The layers do not fit the images or the classes.</exception>
    public static Plan Compile(IReadOnlyList<LayerSpec> layers, ImageShape input, int classCount)
    {
        var faults = Architecture.Check(layers, input, classCount);
        if (faults.Count > 0)
        {
            throw new ArchitectureException(faults);
        }

        var builder = new PlanBuilder(input);
        foreach (var layer in Resolve(layers, input, classCount))
        {
            builder.Add(layer);
        }

        var (stages, slots, parameters) = builder.Finish();
        return new Plan(input, classCount, stages, slots, parameters);
    }

    /// <summary>
    /// Layers with their sizes, as <see cref="ImageLayer"/> or <see cref="DenseLayer"/>. A relu before a max_pool2d is moved behind it:
    /// the largest value is the same either way, and there are fewer of them.
    /// </summary>
    private static List<object> Resolve(IReadOnlyList<LayerSpec> layers, ImageShape input, int classCount)
    {
        var order = Enumerable.Range(0, layers.Count).ToArray();
        for (var i = 1; i < order.Length; i++)
        {
            if (layers[order[i]].Type == LayerTypes.MaxPool2d && layers[order[i - 1]].Type == LayerTypes.Relu)
            {
                (order[i - 1], order[i]) = (order[i], order[i - 1]);
            }
        }

        var lastDense = ArchitectureChecker.LastDense(layers);
        var resolved = new List<object>();
        var shape = input;
        foreach (var index in order)
        {
            var layer = layers[index];
            switch (layer.Type)
            {
                case LayerTypes.Conv2d when layer.Stride is null or 1 && layer.Padding is null or "valid" or "same":
                    Add(new Conv2dLayer(index, shape, layer.Filters!.Value, layer.KernelSize!.Value, layer.Padding == "same"));
                    break;
                case LayerTypes.MaxPool2d when layer.Stride is null || layer.Stride == layer.PoolSize:
                    Add(new MaxPool2dLayer(index, shape, layer.PoolSize!.Value));
                    break;
                case LayerTypes.Relu:
                    Add(new ReluLayer(index, shape));
                    break;
                case LayerTypes.Dropout when layer.Rate > 0:
                    Add(new DropoutLayer(index, shape, layer.Rate.Value));
                    break;
                case LayerTypes.Dense:
                    var units = index == lastDense ? classCount : layer.Units!.Value;
                    resolved.Add(new DenseLayer(index, shape.Size, units));
                    shape = new ImageShape(1, 1, units);
                    break;
                case LayerTypes.Flatten or LayerTypes.Softmax or LayerTypes.Dropout:
                    break;
                default:
                    throw new ArchitectureException([$"{LayerKeys.Name($"{index}", layer.Type)}: cannot be computed yet."]);
            }
        }

        return resolved;

        void Add(ImageLayer layer)
        {
            resolved.Add(layer);
            shape = layer.Output;
        }
    }
}
