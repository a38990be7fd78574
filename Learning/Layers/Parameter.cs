using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>The shape [rows, columns] of one array of a layer's values; the rows lie <see cref="Stride"/> floats apart.</summary>
/// <param name="Layer">The path of its layer in the architecture, such as <c>3</c> or, inside a residual, <c>3.1</c>.</param>
/// <param name="Name"><c>weights</c>, <c>bias</c>, <c>scale</c>, <c>shift</c>, <c>mean</c> or <c>variance</c>.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Values in a row.</param>
/// <param name="Stride">Distance between rows, at least <paramref name="Columns"/>; the floats between rows are always zero.</param>
/// <param name="FanIn">The number of inputs of each output, which scales random first weights; 0 if all values start at <see cref="Initial"/>.</param>
internal sealed record Parameter(string Layer, string Name, int Rows, int Columns, int Stride, int FanIn)
{
    /// <summary>The name of a running variance, which is never negative.</summary>
    public const string Variance = "variance";

    /// <summary>The first value of all elements, unless they are drawn at random.</summary>
    public float Initial { get; init; }

    /// <summary>Floats in memory.</summary>
    public int Length => checked(Rows * Stride);

    /// <summary>Values.</summary>
    public int Count => checked(Rows * Columns);

    /// <summary>Whether weight decay applies: to weights, but not to biases nor to a batch norm's scale and shift.</summary>
    public bool Decays => Name == "weights";

    /// <summary>Whether the optimiser changes it; it does not change the running statistics of a batch norm.</summary>
    public bool Trained => Name is not ("mean" or Variance);

    public static Parameter Packed(string layer, string name, int rows, int columns, int fanIn) =>
        new(layer, name, rows, columns, columns, fanIn);

    public static Parameter Strided(string layer, string name, int rows, int columns, int fanIn) =>
        new(layer, name, rows, columns, FloatBuffer.RowStride(columns), fanIn);
}
