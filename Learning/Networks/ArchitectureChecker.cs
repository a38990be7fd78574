using System.Globalization;
using Digits.Learning.Data;

namespace Digits.Learning.Networks;

/// <summary>Follows the shape of an image through the layers and notes everything that does not fit.</summary>
internal sealed class ArchitectureChecker
{
    private readonly IReadOnlyList<LayerSpec> _layers;
    private readonly int _classCount;
    private readonly int _lastDense;
    private readonly List<string> _faults = [];

    private ImageShape _shape;
    private bool _flat;
    private long _parameters;

    // After a fault the shape is a guess: further layers are checked for their settings, no longer for their sizes.
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
            for (var i = 0; i < layers.Count; i++)
            {
                checker.CheckLayer(i);
            }

            checker.CheckOutcome();
        }

        return checker._faults;
    }

    /// <summary>The index of the last dense layer, whose outputs are the classes; -1 when there is none.</summary>
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

        if (_layers.Count is < 1 or > ArchitectureLimits.Layers)
        {
            _faults.Add($"{_layers.Count} layers are not between 1 and {ArchitectureLimits.Layers}.");
        }
    }

    private void CheckLayer(int index)
    {
        var layer = _layers[index];
        var before = _faults.Count;
        if (!LayerKeys.OfType.TryGetValue(layer.Type, out var keys))
        {
            Fault(index, $"unknown type; known are {string.Join(", ", LayerKeys.OfType.Keys)}.");
            _shapeKnown = false;
            return;
        }

        foreach (var (key, _) in LayerKeys.Given(layer).Where(setting => !keys.Contains(setting.Key)))
        {
            Fault(index, $"takes no \"{key}\".");
        }

        switch (layer.Type)
        {
            case LayerTypes.Conv2d: CheckConvolution(index, layer); break;
            case LayerTypes.MaxPool2d: CheckPool(index, layer); break;
            case LayerTypes.Dropout: CheckDropout(index, layer); break;
            case LayerTypes.Flatten: Flatten(index); break;
            case LayerTypes.Dense: CheckDense(index, layer); break;
            case LayerTypes.Softmax when index != _layers.Count - 1: Fault(index, "must be the last layer."); break;
        }

        if (_shapeKnown && (long)_shape.Height * _shape.Width * _shape.Channels > ArchitectureLimits.Activations)
        {
            Fault(index, $"hands on {_shape}, more than {ArchitectureLimits.Activations} values per image.");
        }

        _shapeKnown &= _faults.Count == before;
    }

    private void CheckConvolution(int index, LayerSpec layer)
    {
        var filters = Required(index, LayerKeys.Filters, layer.Filters, ArchitectureLimits.Filters);
        var kernel = Required(index, LayerKeys.KernelSize, layer.KernelSize, ArchitectureLimits.KernelSize);
        if (layer.Padding is not (null or "valid" or "same"))
        {
            Fault(index, "\"padding\" must be \"valid\" or \"same\".");
            return;
        }

        if (!NeedsPicture(index) || filters == 0 || kernel == 0)
        {
            return;
        }

        if (layer.Padding != "same")
        {
            if (_shapeKnown && (kernel > _shape.Height || kernel > _shape.Width))
            {
                Fault(index, $"a kernel of {kernel}x{kernel} does not fit its input of {_shape}.");
                return;
            }

            _shape = _shape with { Height = _shape.Height - kernel + 1, Width = _shape.Width - kernel + 1 };
        }

        _parameters += ((long)kernel * kernel * _shape.Channels * filters) + filters;
        _shape = _shape with { Channels = filters };
    }

    private void CheckPool(int index, LayerSpec layer)
    {
        var size = Required(index, LayerKeys.PoolSize, layer.PoolSize, ArchitectureLimits.PoolSize);
        if (!NeedsPicture(index) || size == 0)
        {
            return;
        }

        if (_shapeKnown && (size > _shape.Height || size > _shape.Width))
        {
            Fault(index, $"a window of {size}x{size} does not fit its input of {_shape}.");
            return;
        }

        _shape = _shape with { Height = _shape.Height / size, Width = _shape.Width / size };
    }

    private void CheckDropout(int index, LayerSpec layer)
    {
        if (layer.Rate is not { } rate)
        {
            Fault(index, "\"rate\" is missing.");
        }
        else if (!(rate >= 0 && rate < 1))
        {
            Fault(index, string.Create(CultureInfo.InvariantCulture, $"\"rate\" is {rate}, but must be at least 0 and less than 1."));
        }

        if (_lastDense >= 0 && index > _lastDense)
        {
            Fault(index, "would drop class scores; move it before the last dense layer.");
        }
    }

    private void Flatten(int index)
    {
        NeedsPicture(index);
        _flat = true;
        _shape = new ImageShape(1, 1, (int)Math.Min(int.MaxValue, (long)_shape.Height * _shape.Width * _shape.Channels));
    }

    private void CheckDense(int index, LayerSpec layer)
    {
        if (!_flat)
        {
            Fault(index, "needs a flatten layer somewhere before it.");
            _flat = true;
        }

        if (index == _lastDense && layer.Units is null)
        {
            layer = layer with { Units = _classCount };
        }

        var units = Required(index, LayerKeys.Units, layer.Units, ArchitectureLimits.Units);
        if (index == _lastDense && units != 0 && units != _classCount)
        {
            Fault(index, $"has {units} units as the last dense layer, but there are {_classCount} classes; leave \"units\" out to match.");
        }

        _parameters += ((long)_shape.Channels * units) + units;
        _shape = new ImageShape(1, 1, units);
    }

    private void CheckOutcome()
    {
        if (_lastDense < 0)
        {
            _faults.Add("the last layer must be dense, with one unit per class; there is no dense layer.");
        }
        else
        {
            for (var i = _lastDense + 1; i < _layers.Count; i++)
            {
                if (_layers[i].Type is LayerTypes.Relu)
                {
                    Fault(i, "would cut off negative class scores; only softmax may follow the last dense layer.");
                }
            }
        }

        if (_shapeKnown && _parameters > ArchitectureLimits.Parameters)
        {
            _faults.Add($"{_parameters} trained values are more than {ArchitectureLimits.Parameters}.");
        }
    }

    private bool NeedsPicture(int index)
    {
        if (_flat)
        {
            Fault(index, "needs rows and columns, but stands after flatten.");
        }

        return !_flat;
    }

    private int Required(int index, string key, int? value, int largest)
    {
        if (value is null)
        {
            Fault(index, $"\"{key}\" is missing.");
            return 0;
        }

        if (value < 1 || value > largest)
        {
            Fault(index, $"\"{key}\" is {value}, but must be between 1 and {largest}.");
            return 0;
        }

        return value.Value;
    }

    private void Fault(int index, string text) => _faults.Add($"{LayerKeys.Name(index, _layers[index].Type)}: {text}");
}
