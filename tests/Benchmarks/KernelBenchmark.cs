using System.Globalization;
using Digits.Learning.Kernels;

namespace Digits.Benchmarks;

/// <summary>The vector kernels against their plain definitions, at the sizes of the seed network.</summary>
internal static class KernelBenchmark
{
    public static int Run()
    {
        Console.WriteLine("| kernel | plain, us | vectors, us | ratio | GFLOP/s |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        Convolution();
        Dense();
        Relu();
        return 0;
    }

    // 26x26x32 to 24x24x64, kernel 3x3.
    private static void Convolution()
    {
        const int Width = 26;
        const int Out = 24;
        const int Input = 32;
        const int Filters = 64;
        var product = new StridedProduct
        {
            Blocks = Out,
            Rows = Out,
            Columns = Filters,
            Segments = 3,
            Steps = 3 * Input,
            ABlock = Width * Input,
            ARow = Input,
            ASegment = Width * Input,
            AStep = 1,
            BSegment = 3 * Input * Filters,
            BStep = Filters,
            CBlock = Out * Filters,
            CRow = Filters,
        };
        var (x, w) = (new FloatBuffer(Width * Width * Input), new FloatBuffer(9 * Input * Filters));
        var (bias, y) = (new FloatBuffer(Filters), new FloatBuffer(Out * Out * Filters));
        Print(
            "convolution 32 to 64 channels",
            2.0 * Out * Out * 9 * Input * Filters,
            () => product.MultiplyReference(ref x[0], ref w[0], ref bias[0], ref y[0]),
            () => product.Multiply(ref x[0], ref w[0], ref bias[0], ref y[0]));
    }

    private static void Dense()
    {
        const int Inputs = 9216;
        const int Units = 32;
        const int Batch = 64;
        var stride = FloatBuffer.RowStride(Inputs);
        var product = new DotProduct { Rows = Batch, Columns = Units, Steps = Inputs, ARow = stride, BRow = stride, CRow = Units };
        var (x, w) = (new FloatBuffer(Batch * stride), new FloatBuffer(Units * stride));
        var (bias, y) = (new FloatBuffer(Units), new FloatBuffer(Batch * Units));
        Print(
            "dense 9216 to 32, batch 64",
            2.0 * Batch * Inputs * Units,
            () => product.MultiplyReference(ref x[0], ref w[0], ref bias[0], ref y[0]),
            () => product.Multiply(ref x[0], ref w[0], ref bias[0], ref y[0]));
    }

    private static void Relu()
    {
        var x = new FloatBuffer(26 * 26 * 32);
        Print("relu 21632 values", x.Length, Plain, () => Elementwise.Relu(ref x[0], x.Length));

        void Plain()
        {
            foreach (ref var value in x.Span)
            {
                value = value < 0 ? 0 : value;
            }
        }
    }

    private static void Print(string name, double operations, Action plain, Action vectors)
    {
        var slow = Timing.MedianMicroseconds(15, plain);
        var fast = Timing.MedianMicroseconds(200, vectors);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {name} | {slow:F0} | {fast:F1} | {slow / fast:F0} | {operations / fast / 1000:F0} |"));
    }
}
