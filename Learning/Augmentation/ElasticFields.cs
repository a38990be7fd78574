using System.Numerics;
using Digits.Learning.Data;

namespace Digits.Learning.Augmentation;

/// <summary>
/// Smooth random fields over an image: noise blurred until neighbours move together, without a mean, so that no field moves the
/// image as a whole, and with 1 as the greatest magnitude. Two fields and two signed strengths make one elastic displacement
/// (Simard, Steinkraus and Platt, 2003), so a small pool gives thousands.
/// </summary>
internal sealed class ElasticFields
{
    /// <summary>Fields in the pool.</summary>
    public const int Count = 64;

    private const uint Purpose = 100;

    // The blur's reach, as a part of the side: 4 pixels of 28.
    private const int Reach = 7;

    // Repeated running means come close to a Gaussian.
    private const int Passes = 3;

    // An image of a pixel or three leaves nothing to pull but rounding errors.
    private const double Flat = 1e-9;

    private readonly float[] _values;
    private readonly int _size;

    public ElasticFields(ImageShape shape, uint seed)
    {
        _size = shape.Height * shape.Width;

        // A vector may read beyond the last value.
        _values = new float[(Count * _size) + Vector<float>.Count];
        var random = new SeededRandom(seed, Purpose);
        var field = new double[_size];
        var line = new double[Math.Max(shape.Height, shape.Width)];
        for (var i = 0; i < Count; i++)
        {
            foreach (ref var value in field.AsSpan())
            {
                value = random.NextDouble() - 0.5;
            }

            Smooth(field, shape, line);
            Normalize(field);
            for (var j = 0; j < _size; j++)
            {
                _values[(i * _size) + j] = (float)field[j];
            }
        }
    }

    /// <summary>A field's values row by row, and some more that mean nothing.</summary>
    public ReadOnlySpan<float> this[int field] => _values.AsSpan(field * _size, _size + Vector<float>.Count);

    private static void Smooth(double[] field, ImageShape shape, double[] line)
    {
        for (var pass = 0; pass < Passes; pass++)
        {
            for (var y = 0; y < shape.Height; y++)
            {
                Average(field.AsSpan(y * shape.Width), 1, line.AsSpan(0, shape.Width));
            }

            for (var x = 0; x < shape.Width; x++)
            {
                Average(field.AsSpan(x), shape.Width, line.AsSpan(0, shape.Height));
            }
        }
    }

    // The running mean over a ring, so that the borders are as lively as the middle.
    private static void Average(Span<double> values, int step, Span<double> line)
    {
        var length = line.Length;
        var reach = Math.Max(1, length / Reach);
        var sum = 0.0;
        for (var offset = -reach; offset <= reach; offset++)
        {
            sum += At(values, offset);
        }

        for (var i = 0; i < length; i++)
        {
            line[i] = sum / ((2 * reach) + 1);
            sum += At(values, i + reach + 1) - At(values, i - reach);
        }

        for (var i = 0; i < length; i++)
        {
            values[i * step] = line[i];
        }

        double At(Span<double> ring, int place) => ring[(place + length) % length * step];
    }

    private static void Normalize(double[] field)
    {
        var mean = field.Average();
        var greatest = field.Max(value => Math.Abs(value - mean));
        foreach (ref var value in field.AsSpan())
        {
            value = greatest > Flat ? (value - mean) / greatest : 0;
        }
    }
}
