using Digits.Learning.Data;

namespace Digits.Learning.Networks;

/// <summary>Follows the shape of an image through the layers and collects every fault.</summary>
internal sealed partial class ArchitectureChecker
{
    private readonly IReadOnlyList<LayerSpec> _layers;
    private readonly int _classCount;
    private readonly int _lastDense;
    private readonly List<string> _faults = [];

    private ImageShape _shape;
    private bool _flat;
    private bool _pooled;
    private long _parameters;

    // The name of the current layer in messages.
    private string _name = "";

    // After a fault the shape is no longer known: the settings of further layers are checked, but not their sizes.
    private bool _shapeKnown = true;

    private ArchitectureChecker(IReadOnlyList<LayerSpec> layers, ImageShape input, int classCount)
    {
        _layers = layers;
        _classCount = classCount;
        _shape = input;
        _lastDense = LastDense(layers);
    }

    public static IReadOnlyList<string> Check(IReadOnlyList<LayerSpec> layers, ImageShape input, int classCount)
    {
        var checker = new ArchitectureChecker(layers, input, classCount);
        checker.CheckEnds(input);
        if (checker._faults.Count == 0)
        {
            checker.CheckLayers(layers, parent: "", depth: 0);
            checker.CheckOutcome();
        }

        return checker._faults;
    }

    /// <summary>The index of the last dense layer outside residuals, whose outputs are the classes; -1 when there is none.</summary>
    public static int LastDense(IReadOnlyList<LayerSpec> layers)
    {
        for (var i = layers.Count - 1; i >= 0; i--)
        {
            if (layers[i].Type == LayerTypes.Dense)
            {
                return i;
            }
        }

        return -1;
    }

    private static int Count(IReadOnlyList<LayerSpec> layers) => layers.Sum(layer => 1 + Count(layer.Layers ?? []));

    private void CheckEnds(ImageShape input)
    {
        if (input.Height is < 1 or > ArchitectureLimits.Side || input.Width is < 1 or > ArchitectureLimits.Side
            || input.Channels is < 1 or > ArchitectureLimits.Channels)
        {
            _faults.Add($"input: {input} is not within 1x1x1 and "
                + $"{ArchitectureLimits.Side}x{ArchitectureLimits.Side}x{ArchitectureLimits.Channels}.");
        }

        if (_classCount is < 2 or > ArchitectureLimits.Units)
        {
            _faults.Add($"classes: {_classCount} is not between 2 and {ArchitectureLimits.Units}.");
        }

        if (Count(_layers) is < 1 or > ArchitectureLimits.Layers)
        {
            _faults.Add($"{Count(_layers)} layers are not between 1 and {ArchitectureLimits.Layers}.");
        }
    }

    private void CheckLayers(IReadOnlyList<LayerSpec> layers, string parent, int depth)
    {
        for (var i = 0; i < layers.Count; i++)
        {
            var path = LayerKeys.Path(parent, i);
            _name = LayerKeys.Name(path, layers[i].Type);
            var before = _faults.Count;
            CheckLayer(layers[i], path, depth == 0 ? i : -1, depth);
            _shapeKnown &= _faults.Count == before;
        }
    }

    /// <param name="layer">The layer.</param>
    /// <param name="path">Its path.</param>
    /// <param name="place">Its index in the network; -1 inside a residual.</param>
    /// <param name="depth">The number of residuals around it.</param>
    private void CheckLayer(LayerSpec layer, string path, int place, int depth)
    {
        if (!LayerKeys.OfType.TryGetValue(layer.Type, out var keys))
        {
            Fault($"unknown type; known are {string.Join(", ", LayerKeys.OfType.Keys)}.");
            return;
        }

        foreach (var (key, _) in LayerKeys.Given(layer).Where(setting => !keys.Contains(setting.Key)))
        {
            Fault($"takes no \"{key}\".");
        }

        if (_lastDense >= 0 && place > _lastDense && layer.Type != LayerTypes.Softmax)
        {
            Fault("would change class scores; only softmax may follow the last dense layer.");
        }

        switch (layer.Type)
        {
            case LayerTypes.Conv2d or LayerTypes.DepthwiseConv2d: CheckConvolution(layer); break;
            case LayerTypes.MaxPool2d or LayerTypes.AvgPool2d: CheckPool(layer); break;
            case LayerTypes.GlobalAvgPool: PoolAll(); break;
            case LayerTypes.BatchNorm: CheckBatchNorm(layer); break;
            case LayerTypes.LeakyRelu: Range(LayerKeys.Slope, layer.Slope, 0, 1); break;
            case LayerTypes.Dropout: CheckDropout(layer); break;
            case LayerTypes.Flatten: Flatten(depth); break;
            case LayerTypes.Dense: CheckDense(layer, place, depth); break;
            case LayerTypes.Residual: CheckResidual(layer, path, depth); break;
            case LayerTypes.Softmax when place != _layers.Count - 1: Fault("must be the last layer."); break;
        }

        if (_shapeKnown && (long)_shape.Height * _shape.Width * _shape.Channels > ArchitectureLimits.Activations)
        {
            Fault($"has an output of {_shape}, which is more than {ArchitectureLimits.Activations} values per image.");
        }
    }

    private void CheckResidual(LayerSpec layer, string path, int depth)
    {
        if (layer.Layers is not { Count: > 0 } inner)
        {
            Fault("\"layers\" is missing or empty.");
            return;
        }

        if (depth == ArchitectureLimits.Depth)
        {
            Fault($"is nested in {depth} residuals; at most {ArchitectureLimits.Depth} may be nested.");
            return;
        }

        var (name, input) = (_name, _shape);
        CheckLayers(inner, path, depth + 1);
        _name = name;
        if (_shapeKnown && _shape != input)
        {
            Fault($"has an input of {input}, but its layers have an output of {_shape}; both are added and must have the same shape.");
        }
    }

    private void CheckOutcome()
    {
        if (_lastDense < 0)
        {
            _faults.Add("the last layer must be dense, with one unit per class; there is no dense layer.");
        }

        if (_shapeKnown && _parameters > ArchitectureLimits.Parameters)
        {
            _faults.Add($"{_parameters} trained values are more than {ArchitectureLimits.Parameters}.");
        }
    }

    private void Fault(string text) => _faults.Add($"{_name}: {text}");
}
