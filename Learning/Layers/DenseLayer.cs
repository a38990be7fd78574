using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// A fully connected layer. X is [batch, in], Y is [batch, out], W is [out, in], bias is [out]: Y = X · Wᵀ + bias, dX = dY · W,
/// dW = dYᵀ · X, dBias = the column sums of dY. Each method processes the whole batch at once, so that W is read only once.
/// </summary>
/// <param name="path">The layer's path in the architecture.</param>
/// <param name="inputs">Values in.</param>
/// <param name="outputs">Values out.</param>
internal sealed class DenseLayer(string path, int inputs, int outputs)
{
    private static readonly FloatBuffer Zeros = new(StridedProduct.Panel);

    /// <summary>Outputs in one task of the forward pass.</summary>
    public const int OutputBlock = 32;

    /// <summary>Inputs in one task of either gradient.</summary>
    public const int InputBlock = 512;

    // Outputs in one task of the weight gradient, and rows that are copied into a panel at a time.
    private const int OutputRows = 64;
    private const int PanelRows = 128;

    public int Inputs { get; } = inputs;

    public int Outputs { get; } = outputs;

    public Parameter Weights { get; } = Parameter.Strided(path, "weights", outputs, inputs, inputs);

    public Parameter Bias { get; } = Parameter.Packed(path, "bias", 1, outputs, 0);

    public int ForwardTasks => Tasks(Outputs, OutputBlock);

    public int InputGradientTasks => Tasks(Inputs, InputBlock);

    public int WeightGradientTasks => InputGradientTasks * Tasks(Outputs, OutputRows);

    /// <summary>Floats that <see cref="WeightGradient"/> writes at most.</summary>
    public static int GradientSize => OutputRows * InputBlock;

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
        var product = new StridedProduct
        {
            Rows = batch,
            Columns = 0,
            Steps = Outputs,
            ARow = FloatBuffer.RowStride(Outputs),
            AStep = 1,
            CRow = FloatBuffer.RowStride(Inputs),
        };
        MultiplyByPanels(product, first, Inputs, ref dY, ref weights, Weights.Stride, ref Unsafe.Add(ref dX, first));
    }

    /// <summary>
    /// Computes a block of dW, up to 64 rows of up to <see cref="InputBlock"/> values, into <paramref name="dW"/>, its rows
    /// <see cref="InputBlock"/> floats apart.
    /// </summary>
    /// <returns>The block's first row and column in the weights, and its size.</returns>
    public (int Row, int Column, int Rows, int Columns) WeightGradient(int task, int batch, ref float x, ref float dY, ref float dW)
    {
        var (rowBlock, columnBlock) = Math.DivRem(task, InputGradientTasks);
        var (row, column) = (rowBlock * OutputRows, columnBlock * InputBlock);
        var product = new StridedProduct
        {
            Rows = Math.Min(OutputRows, Outputs - row),
            Columns = 0,
            Steps = batch,
            ARow = 1,
            AStep = FloatBuffer.RowStride(Outputs),
            CRow = InputBlock,
        };
        MultiplyByPanels(product, column, Inputs, ref Unsafe.Add(ref dY, row), ref x, FloatBuffer.RowStride(Inputs), ref dW);
        return (row, column, product.Rows, Math.Min(InputBlock, Inputs - column));
    }

    /// <summary>Computes all of dBias.</summary>
    public void BiasGradient(int batch, ref float dY, ref float dBias) =>
        Elementwise.SumRows(ref dY, FloatBuffer.RowStride(Outputs), batch, ref dBias, Outputs);

    // Rows of B lie a page or more apart, so they are copied into a compact panel first, which is then read for every row of A.
    [SkipLocalsInit]
    [MethodImpl(KernelMethod.Options)]
    private static void MultiplyByPanels(StridedProduct product, int first, int end, ref float a, ref float b, int bStep, ref float c)
    {
        Span<float> panel = stackalloc float[PanelRows * StridedProduct.Panel];
        var steps = product.Steps;
        product.BStep = StridedProduct.Panel;
        for (var column = first; column < Math.Min(end, first + InputBlock); column += StridedProduct.Panel)
        {
            product.Columns = Math.Min(StridedProduct.Panel, end - column);
            ref var block = ref Unsafe.Add(ref c, column - first);
            for (var step = 0; step < steps; step += PanelRows)
            {
                product.Steps = Math.Min(PanelRows, steps - step);
                for (var k = 0; k < product.Steps; k++)
                {
                    // Reads up to a panel beyond the last column; FloatBuffer leaves room for that.
                    MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref b, ((step + k) * bStep) + column), StridedProduct.Panel)
                        .CopyTo(panel[(k * StridedProduct.Panel)..]);
                }

                product.InitRow = step == 0 ? 0 : product.CRow;
                ref var init = ref step == 0 ? ref Zeros[0] : ref block;
                product.Multiply(ref Unsafe.Add(ref a, step * product.AStep), ref panel[0], ref init, ref block);
            }
        }
    }

    private static int Tasks(int total, int block) => (total + block - 1) / block;
}
