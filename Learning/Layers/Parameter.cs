using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>The shape of one array of a layer's values: so many rows of so many values, each row <see cref="Stride"/> floats after the last.</summary>
/// <param name="Layer">The path of its layer in the architecture, such as <c>3</c> or, inside a residual, <c>3.1</c>.</param>
/// <param name="Name"><c>weights</c>, <c>bias</c>, <c>scale</c>, <c>shift</c>, <c>mean</c> or <c>variance</c>.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Values in a row.</param>
/// <param name="Stride">Distance between rows, at least <paramref name="Columns"/>; what lies between is zero and stays zero.</param>
/// <param name="FanIn">Values that each output sums up, for the first weights; 0 for what starts at <see cref="Initial"/>.</param>
internal sealed record Parameter(string Layer, string Name, int Rows, int Columns, int Stride, int FanIn)
{
    /// <summary>The name of a running variance, which is never negative.</summary>
    public const string Variance = "variance";

    /// <summary>What every value is at first, if not drawn.</summary>
    public float Initial { get; init; }

    /// <summary>Floats in memory.</summary>
    public int Length => checked(Rows * Stride);

    /// <summary>Values.</summary>
    public int Count => checked(Rows * Columns);

    /// <summary>Whether weight decay applies: biases, and the scale and shift of a batch norm, are spared.</summary>
    public bool Decays => Name == "weights";

    /// <summary>Whether the optimiser changes it: the statistics that a batch norm keeps are none of its business.</summary>
    public bool Trained => Name is not ("mean" or Variance);

    public static Parameter Packed(string layer, string name, int rows, int columns, int fanIn) =>
        new(layer, name, rows, columns, columns, fanIn);

    public static Parameter Strided(string layer, string name, int rows, int columns, int fanIn) =>
        new(layer, name, rows, columns, FloatBuffer.RowStride(columns), fanIn);
}
