using Digits.Learning.Data;

namespace Digits.Learning.Networks;

/// <content>Checks the settings of one layer and computes the shape of its output.</content>
internal sealed partial class ArchitectureChecker
{
    private const double LeastEpsilon = 1e-10;

    private void CheckConvolution(LayerSpec layer)
    {
        var depthwise = layer.Type == LayerTypes.DepthwiseConv2d;
        var filters = depthwise ? _shape.Channels : Required(LayerKeys.Filters, layer.Filters, ArchitectureLimits.Filters);
        var kernel = Required(LayerKeys.KernelSize, layer.KernelSize, ArchitectureLimits.KernelSize);
        var stride = Optional(LayerKeys.Stride, layer.Stride, ArchitectureLimits.Stride, otherwise: 1);
        if (kernel > 0 && !Window.IsPadding(layer.Padding, kernel))
        {
            Fault($"\"padding\" must be \"valid\", \"same\" or a whole number from 0 to {kernel - 1}.");
            return;
        }

        if (NeedsPicture() && filters > 0 && Move("kernel", new Window(kernel, stride, layer.Padding)))
        {
            _parameters += ((long)kernel * kernel * (depthwise ? 1 : _shape.Channels) * filters) + filters;
            _shape = _shape with { Channels = filters };
        }
    }

    private void CheckPool(LayerSpec layer)
    {
        var size = Required(LayerKeys.PoolSize, layer.PoolSize, ArchitectureLimits.PoolSize);
        var stride = Optional(LayerKeys.Stride, layer.Stride, ArchitectureLimits.Stride, otherwise: size);
        if (NeedsPicture())
        {
            Move("window", new Window(size, stride, null));
        }
    }

    // Applies the window to the shape. False after a fault: in the settings, or because the window does not fit.
    private bool Move(string what, Window window)
    {
        if (window.Size == 0 || window.Stride == 0)
        {
            return false;
        }

        var moved = window.Output(_shape, _shape.Channels);
        if (_shapeKnown && (moved.Height == 0 || moved.Width == 0))
        {
            Fault($"a {what} of {window.Size}x{window.Size} does not fit its input of {_shape}.");
            return false;
        }

        _shape = moved;
        return true;
    }

    private void PoolAll()
    {
        if (NeedsPicture())
        {
            _shape = _shape with { Height = 1, Width = 1 };
            _pooled = true;
        }
    }

    private void CheckBatchNorm(LayerSpec layer)
    {
        RangeBelow(LayerKeys.Momentum, layer.Momentum, 1);
        Range(LayerKeys.Epsilon, layer.Epsilon, LeastEpsilon, 1);
        _parameters += 2L * _shape.Channels;
    }

    private void CheckDropout(LayerSpec layer)
    {
        if (layer.Rate is null)
        {
            Fault("\"rate\" is missing.");
        }

        RangeBelow(LayerKeys.Rate, layer.Rate, 1);
    }

    private void Flatten(int depth)
    {
        NeedsPicture();
        if (depth > 0)
        {
            Fault("must not stand inside a residual; flatten before it.");
        }

        _flat = true;
        _shape = new ImageShape(1, 1, (int)Math.Min(int.MaxValue, (long)_shape.Height * _shape.Width * _shape.Channels));
    }

    private void CheckDense(LayerSpec layer, int place, int depth)
    {
        if (!_flat && !(_pooled && depth == 0 && _shape is { Height: 1, Width: 1 }))
        {
            Fault("needs a flatten layer somewhere before it.");
        }

        _flat = true;
        if (place == _lastDense && layer.Units is null)
        {
            layer = layer with { Units = _classCount };
        }

        var units = Required(LayerKeys.Units, layer.Units, ArchitectureLimits.Units);
        if (place == _lastDense && units != 0 && units != _classCount)
        {
            Fault($"has {units} units as the last dense layer, but there are {_classCount} classes; leave \"units\" out to match.");
        }

        _parameters += ((long)_shape.Channels * units) + units;
        _shape = new ImageShape(1, 1, units);
    }

    private bool NeedsPicture()
    {
        if (_flat)
        {
            Fault("needs rows and columns, but stands after flatten.");
        }

        return !_flat;
    }

    private int Required(string key, int? value, int largest)
    {
        if (value is null)
        {
            Fault($"\"{key}\" is missing.");
        }

        return Optional(key, value, largest, otherwise: 0);
    }

    /// <returns>The value, <paramref name="otherwise"/> when there is none, 0 after a fault.</returns>
    private int Optional(string key, int? value, int largest, int otherwise)
    {
        if (value < 1 || value > largest)
        {
            Fault($"\"{key}\" is {value}, but must be between 1 and {largest}.");
            return 0;
        }

        return value ?? otherwise;
    }

    private void Range(string key, double? value, double least, double largest)
    {
        if (value is { } number && !(number >= least && number <= largest))
        {
            Fault(FormattableString.Invariant($"\"{key}\" is {number}, but must be between {least} and {largest}."));
        }
    }

    private void RangeBelow(string key, double? value, double limit)
    {
        if (value is { } number && !(number >= 0 && number < limit))
        {
            Fault(FormattableString.Invariant($"\"{key}\" is {number}, but must be at least 0 and less than {limit}."));
        }
    }
}
