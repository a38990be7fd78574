using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>The shape of one trained array: so many rows of so many values, each row <see cref="Stride"/> floats after the last.</summary>
/// <param name="Layer">The index of its layer in the architecture.</param>
/// <param name="Name"><c>weights</c> or <c>bias</c>.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Values in a row.</param>
/// <param name="Stride">Distance between rows, at least <paramref name="Columns"/>; what lies between is zero and stays zero.</param>
/// <param name="FanIn">Values that each output sums up, for the first weights; 0 for a bias, which starts at zero.</param>
internal sealed record Parameter(int Layer, string Name, int Rows, int Columns, int Stride, int FanIn)
{
    /// <summary>Floats in memory.</summary>
    public int Length => checked(Rows * Stride);

    /// <summary>Trained values.</summary>
    public int Count => checked(Rows * Columns);

    /// <summary>Whether weight decay applies: biases, and the scale and shift of a batch norm, are spared.</summary>
    public bool Decays => Name == "weights";

    /// <summary>Whether the optimiser changes it: the statistics that a batch norm keeps are none of its business.</summary>
    public bool Trained => Name is not ("mean" or "variance");

    public static Parameter Packed(int layer, string name, int rows, int columns, int fanIn) =>
        new(layer, name, rows, columns, columns, fanIn);

    public static Parameter Strided(int layer, string name, int rows, int columns, int fanIn) =>
        new(layer, name, rows, columns, FloatBuffer.RowStride(columns), fanIn);
}
