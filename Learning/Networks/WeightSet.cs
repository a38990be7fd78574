using Digits.Learning.Data;
using Digits.Learning.Kernels;
using Digits.Learning.Layers;

namespace Digits.Learning.Networks;

/// <summary>The weights and running statistics of a network, one buffer per parameter of its plan.</summary>
internal sealed class WeightSet
{
    private const uint Purpose = 1;

    private readonly FloatBuffer[] _buffers;

    /// <summary>Sets every parameter to its first value; <see cref="Initialize"/> draws those that are random.</summary>
    public WeightSet(Plan plan)
    {
        Parameters = plan.Parameters;
        _buffers = [.. Parameters.Select(parameter => new FloatBuffer(parameter.Length))];
        for (var p = 0; p < _buffers.Length; p++)
        {
            _buffers[p].Span.Fill(Parameters[p].Initial);
        }
    }

    /// <summary>Shares the buffers of another set, except for those that a fold changes, which <see cref="Fold"/> fills.</summary>
    public WeightSet(WeightSet shared, IReadOnlyList<Fold> folds)
    {
        Parameters = shared.Parameters;
        _buffers = [.. shared._buffers];
        foreach (var p in folds.SelectMany(fold => fold.Changes))
        {
            _buffers[p] = new FloatBuffer(_buffers[p].Length);
        }
    }

    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Counts the changes, so that data derived from the values can be recognised as out of date.</summary>
    public long Version { get; private set; }

    public FloatBuffer this[int parameter] => _buffers[parameter];

    /// <summary>Must be called after values were written, if the network has predicted before.</summary>
    public void Changed() => Version++;

    /// <summary>One row of a parameter, without the padding between rows.</summary>
    public Span<float> Row(int parameter, int row) =>
        _buffers[parameter].Slice(row * Parameters[parameter].Stride, Parameters[parameter].Columns);

    /// <summary>Folds running statistics into scale and shift, and these into the weights and bias before them.</summary>
    public void Fold(WeightSet from, IReadOnlyList<Fold> folds)
    {
        foreach (var fold in folds)
        {
            var scale = this[fold.Scale].Span;
            var shift = this[fold.Scale + 1].Span;
            from[fold.Scale].Span.CopyTo(scale);
            from[fold.Scale + 1].Span.CopyTo(shift);
            fold.Norm.FoldStatistics(from[fold.Scale + 2].Span, from[fold.Scale + 3].Span, scale, shift);
            if (fold.Weights < 0)
            {
                continue;
            }

            for (var row = 0; row < Parameters[fold.Weights].Rows; row++)
            {
                var source = from.Row(fold.Weights, row);
                var target = Row(fold.Weights, row);
                for (var i = 0; i < target.Length; i++)
                {
                    target[i] = source[i] * scale[fold.ByRow ? row : i];
                }
            }

            var bias = this[fold.Weights + 1].Span;
            for (var c = 0; c < bias.Length; c++)
            {
                bias[c] = (from[fold.Weights + 1][c] * scale[c]) + shift[c];
            }
        }
    }

    /// <summary>
    /// Draws weights from a normal distribution of variance 2 / fan-in, with which the values keep their variance from layer to layer
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

        Changed();
    }

    /// <summary>Copies the values of another set for the same plan.</summary>
    public void CopyFrom(WeightSet other)
    {
        for (var p = 0; p < Parameters.Count; p++)
        {
            other[p].Span.CopyTo(_buffers[p].Span);
        }

        Changed();
    }

    /// <summary>Whether all values are finite and no variance is negative.</summary>
    public bool AllFinite()
    {
        for (var p = 0; p < Parameters.Count; p++)
        {
            for (var row = 0; row < Parameters[p].Rows; row++)
            {
                foreach (var weight in Row(p, row))
                {
                    if (!float.IsFinite(weight) || (weight < 0 && Parameters[p].Name == Parameter.Variance))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }
}
