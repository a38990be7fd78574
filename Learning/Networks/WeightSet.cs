using Digits.Learning.Data;
using Digits.Learning.Kernels;
using Digits.Learning.Layers;

namespace Digits.Learning.Networks;

/// <summary>A network's trained values, one buffer per parameter of its plan.</summary>
internal sealed class WeightSet
{
    private const uint Purpose = 1;

    private readonly FloatBuffer[] _buffers;

    /// <summary>All values are zero.</summary>
    public WeightSet(Plan plan)
    {
        Parameters = plan.Parameters;
        _buffers = [.. Parameters.Select(parameter => new FloatBuffer(parameter.Length))];
    }

    public IReadOnlyList<Parameter> Parameters { get; }

    public FloatBuffer this[int parameter] => _buffers[parameter];

    /// <summary>One row of a parameter, without what lies between rows.</summary>
    public Span<float> Row(int parameter, int row) =>
        _buffers[parameter].Slice(row * Parameters[parameter].Stride, Parameters[parameter].Columns);

    /// <summary>
    /// Draws weights from a normal distribution of variance 2 / fan-in, which keeps the size of the values from layer to layer
    /// under relu (He, Zhang, Ren, Sun 2015). Biases stay zero.
    /// </summary>
    public void Initialize(uint seed)
    {
        var random = new SeededRandom(seed, Purpose);
        for (var p = 0; p < Parameters.Count; p++)
        {
            var parameter = Parameters[p];
            if (parameter.FanIn == 0)
            {
                continue;
            }

            var deviation = Math.Sqrt(2.0 / parameter.FanIn);
            for (var row = 0; row < parameter.Rows; row++)
            {
                foreach (ref var weight in Row(p, row))
                {
                    weight = (float)(deviation * random.NextNormal());
                }
            }
        }
    }

    /// <summary>Takes over the values of another set for the same plan.</summary>
    public void CopyFrom(WeightSet other)
    {
        for (var p = 0; p < Parameters.Count; p++)
        {
            other[p].Span.CopyTo(_buffers[p].Span);
        }
    }

    public bool AllFinite()
    {
        for (var p = 0; p < Parameters.Count; p++)
        {
            for (var row = 0; row < Parameters[p].Rows; row++)
            {
                foreach (var weight in Row(p, row))
                {
                    if (!float.IsFinite(weight))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }
}
