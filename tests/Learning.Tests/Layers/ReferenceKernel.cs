using System.Globalization;
using Digits.Learning.Data;
using Digits.Learning.Networks;

namespace Digits.Learning.Tests.Layers;

/// <summary>A kernel or window that moves over an image, in float64 and plain loops.</summary>
internal sealed class ReferenceKernel
{
    private readonly LayerSpec _layer;
    private readonly ImageShape _input;
    private readonly int _size;
    private readonly int _stride;
    private readonly (int Tap, int Pixel)[][] _seen;

    public ReferenceKernel(LayerSpec layer, ImageShape input)
    {
        (_layer, _input) = (layer, input);
        _size = layer.KernelSize ?? layer.PoolSize!.Value;
        _stride = layer.Stride ?? layer.PoolSize ?? 1;
        var (height, above) = Side(input.Height);
        var (width, left) = Side(input.Width);
        Output = new ImageShape(height, width, layer.Filters ?? input.Channels);
        _seen = [.. Enumerable.Range(0, height * width).Select(at => Seen((at / width * _stride) - above, (at % width * _stride) - left).ToArray())];
    }

    public ImageShape Output { get; }

    public double[] Convolve(double[] x, double[] w, double[] bias)
    {
        var depthwise = _layer.Type == LayerTypes.DepthwiseConv2d;
        var (ic, oc) = (_input.Channels, Output.Channels);
        var y = new double[Output.Size];
        for (var at = 0; at < y.Length; at++)
        {
            var o = at % oc;
            y[at] = bias[o];
            foreach (var (tap, pixel) in _seen[at / oc])
            {
                for (var c = depthwise ? o : 0; c < (depthwise ? o + 1 : ic); c++)
                {
                    y[at] += x[(pixel * ic) + c] * w[depthwise ? (tap * oc) + o : (((tap * ic) + c) * oc) + o];
                }
            }
        }

        return y;
    }

    public double[] Pool(double[] x, Func<IEnumerable<double>, double> what)
    {
        var channels = Output.Channels;
        return [.. Enumerable.Range(0, Output.Size).Select(at =>
            what(_seen[at / channels].Select(seen => x[(seen.Pixel * channels) + (at % channels)])))];
    }

    private (int Positions, int Before) Side(int side)
    {
        switch (_layer.Padding)
        {
            case "same":
                var positions = (int)Math.Ceiling(side / (double)_stride);
                return (positions, Math.Max(0, ((positions - 1) * _stride) + _size - side) / 2);
            case null or "valid":
                return (((side - _size) / _stride) + 1, 0);
            default:
                var zeros = int.Parse(_layer.Padding, CultureInfo.InvariantCulture);
                return (((side + (2 * zeros) - _size) / _stride) + 1, zeros);
        }
    }

    // The pixels inside the image that the kernel sees when its first one lies there.
    private IEnumerable<(int Tap, int Pixel)> Seen(int top, int left)
    {
        for (var tap = 0; tap < _size * _size; tap++)
        {
            var (row, column) = (top + (tap / _size), left + (tap % _size));
            if (row >= 0 && row < _input.Height && column >= 0 && column < _input.Width)
            {
                yield return (tap, (row * _input.Width) + column);
            }
        }
    }
}
