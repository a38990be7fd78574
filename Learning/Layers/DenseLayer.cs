using System.Runtime.CompilerServices;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// Every output sees every input. X is [batch, in], Y is [batch, out], W is [out, in]: Y = X · Wᵀ + bias,
/// dX = dY · W, dW = dYᵀ · X, dBias = the column sums of dY. All work on a whole batch at once, so that W is read once.
/// </summary>
/// <param name="index">The layer's place in the architecture.</param>
/// <param name="inputs">Values in.</param>
/// <param name="outputs">Values out.</param>
internal sealed class DenseLayer(int index, int inputs, int outputs)
{
    private static readonly FloatBuffer Zeros = new(InputBlock);

    /// <summary>Outputs in one task of the forward pass.</summary>
    public const int OutputBlock = 32;

    /// <summary>Inputs in one task of the input gradient.</summary>
    public const int InputBlock = 512;

    /// <summary>Outputs in one task of the weight gradient: two tiles of six rows.</summary>
    public const int GradientBlock = 12;

    public int Inputs { get; } = inputs;

    public int Outputs { get; } = outputs;

    public Parameter Weights { get; } = Parameter.Strided(index, "weights", outputs, inputs, inputs);

    public Parameter Bias { get; } = Parameter.Packed(index, "bias", 1, outputs, 0);

    public int ForwardTasks => Tasks(Outputs, OutputBlock);

    public int InputGradientTasks => Tasks(Inputs, InputBlock);

    public int WeightGradientTasks => Tasks(Outputs, GradientBlock);

    /// <summary>Floats that <see cref="WeightGradient"/> writes at most.</summary>
    public int GradientSize => checked(GradientBlock * Weights.Stride);

    /// <summary>Computes <see cref="OutputBlock"/> columns of Y.</summary>
    public void Forward(int task, int batch, ref float x, ref float weights, ref float bias, ref float y)
    {
        var first = task * OutputBlock;
        new DotProduct
        {
            Rows = batch,
            Columns = Math.Min(OutputBlock, Outputs - first),
            Steps = Inputs,
            ARow = FloatBuffer.RowStride(Inputs),
            BRow = Weights.Stride,
            CRow = FloatBuffer.RowStride(Outputs),
        }.Multiply(ref x, ref Unsafe.Add(ref weights, first * Weights.Stride), ref Unsafe.Add(ref bias, first), ref Unsafe.Add(ref y, first));
    }

    /// <summary>Computes <see cref="InputBlock"/> columns of dX.</summary>
    public void InputGradient(int task, int batch, ref float dY, ref float weights, ref float dX)
    {
        var first = task * InputBlock;
        new StridedProduct
        {
            Rows = batch,
            Columns = Math.Min(InputBlock, Inputs - first),
            Steps = Outputs,
            ARow = FloatBuffer.RowStride(Outputs),
            AStep = 1,
            BStep = Weights.Stride,
            CRow = FloatBuffer.RowStride(Inputs),
        }.Multiply(ref dY, ref Unsafe.Add(ref weights, first), ref Zeros[0], ref Unsafe.Add(ref dX, first));
    }

    /// <summary>Computes <see cref="GradientBlock"/> rows of dW into <paramref name="dW"/>; returns where they belong in the weights.</summary>
    public (int Start, int Length) WeightGradient(int task, int batch, ref float x, ref float dY, ref float dW)
    {
        var first = task * GradientBlock;
        var rows = Math.Min(GradientBlock, Outputs - first);
        for (var column = 0; column < Inputs; column += InputBlock)
        {
            new StridedProduct
            {
                Rows = rows,
                Columns = Math.Min(InputBlock, Inputs - column),
                Steps = batch,
                ARow = 1,
                AStep = FloatBuffer.RowStride(Outputs),
                BStep = FloatBuffer.RowStride(Inputs),
                CRow = Weights.Stride,
            }.Multiply(ref Unsafe.Add(ref dY, first), ref Unsafe.Add(ref x, column), ref Zeros[0], ref Unsafe.Add(ref dW, column));
        }

        return (first * Weights.Stride, rows * Weights.Stride);
    }

    /// <summary>Computes all of dBias.</summary>
    public void BiasGradient(int batch, ref float dY, ref float dBias) =>
        Elementwise.SumRows(ref dY, FloatBuffer.RowStride(Outputs), batch, ref dBias, Outputs);

    private static int Tasks(int total, int block) => (total + block - 1) / block;
}
