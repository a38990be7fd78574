using Digits.Learning.Networks;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Tests.Training;

/// <summary>Keeps the gradient instead of learning from it.</summary>
internal sealed class RecordingSink(Plan plan) : IGradientSink
{
    private readonly float[][] _gradients = [.. plan.Parameters.Select(parameter => new float[parameter.Length])];

    public void Take(int parameter, int start, ReadOnlySpan<float> gradient) =>
        gradient.CopyTo(_gradients[parameter].AsSpan(start));

    /// <summary>The gradient of a parameter, row after row.</summary>
    public float[] Values(int parameter)
    {
        var shape = plan.Parameters[parameter];
        return [.. Enumerable.Range(0, shape.Rows)
            .SelectMany(row => _gradients[parameter].Skip(row * shape.Stride).Take(shape.Columns))];
    }
}
