using System.Numerics;
using Digits.Learning.Data;

namespace Digits.Learning.Augmentation;

/// <summary>
/// Smooth random fields of [height, width]: blurred noise, in which neighbouring pixels move together. Their mean is zero, so that no field
/// shifts the image as a whole, and their greatest magnitude is 1. Two fields and two signed strengths make one elastic displacement
/// (Simard, Steinkraus and Platt, 2003), so a small pool gives thousands of displacements.
/// </summary>
internal sealed class ElasticFields
{
    /// <summary>Fields in the pool.</summary>
    public const int Count = 64;

    private const uint Purpose = 100;

    // The radius of the blur is the side of the image divided by this: 4 pixels of 28.
    private const int Reach = 7;

    // The number of running means; repeated, they approximate a Gaussian.
    private const int Passes = 3;

    // In an image of very few pixels a field can be constant except for rounding errors, which must not be scaled up.
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

    /// <summary>A field's values row by row, and a vector of further values without meaning.</summary>
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

    // The running mean treats the line as a ring, so that the field varies as much at the borders as in the middle.
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
