using System.Runtime.CompilerServices;

namespace Digits.Learning.Kernels;

/// <summary>
/// The two-dimensional Winograd transforms of a 3x3 convolution in tiles of 4x4 outputs, whose receptive field is 6x6 inputs; a call
/// transforms as many channels as a vector has lanes. The 36 transformed values of a tile lie <c>step</c> floats apart, so that
/// each of the 36 forms a matrix [tiles, channels]. See <see cref="WinogradTransforms{TLanes}"/>.
/// </summary>
/// <remarks>Each transform uses up to 36 vectors of <c>scratch</c>. Pixels are [row, column, channel].</remarks>
internal static class Winograd<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private const int Tile = WinogradTile.Side;
    private const int Window = WinogradTile.Window;

    private static nint Lanes => TLanes.Count;

    /// <summary>v = Bᵀ · x · B for the window that begins at <paramref name="x"/>.</summary>
    public static void Input(ref float x, nint row, nint pixel, ref float v, nint step, ref float scratch) =>
        Run<WinogradTransforms<TLanes>.Input>(ref x, row, pixel, ref v, Window * step, step, ref scratch);

    /// <summary>Adds B · dV · Bᵀ to the window of dX that begins at <paramref name="dX"/>.</summary>
    public static void InputGradient(ref float dV, nint step, ref float dX, nint row, nint pixel, ref float scratch) =>
        Run<WinogradTransforms<TLanes>.InputGradient>(ref dV, Window * step, step, ref dX, row, pixel, ref scratch, adds: true);

    /// <summary>y = Aᵀ · m · A: [4, 4] vectors in <paramref name="y"/>, which has room for 24.</summary>
    public static void Output(ref float m, nint step, ref float y) =>
        Run<WinogradTransforms<TLanes>.Output>(ref m, Window * step, step, ref y, Tile * Lanes, Lanes, ref y);

    /// <summary>dM = A · dY · Aᵀ for [4, 4] vectors in <paramref name="dY"/>, which has room for 40.</summary>
    public static void OutputGradient(ref float dY, ref float dM, nint step) =>
        Run<WinogradTransforms<TLanes>.OutputGradient>(
            ref dY, Tile * Lanes, Lanes, ref dM, Window * step, step, ref Unsafe.Add(ref dY, Tile * Tile * Lanes));

    /// <summary>u = G · w · Gᵀ for 3x3 taps that lie <paramref name="tap"/> floats apart.</summary>
    public static void Weights(ref float w, nint tap, ref float u, nint step, ref float scratch) =>
        Run<WinogradTransforms<TLanes>.Weights>(ref w, 3 * tap, tap, ref u, Window * step, step, ref scratch);

    /// <summary>Adds Gᵀ · dU · G to 3x3 taps that lie <paramref name="tap"/> floats apart.</summary>
    public static void WeightGradient(ref float dU, nint step, ref float dW, nint tap, ref float scratch) =>
        Run<WinogradTransforms<TLanes>.WeightGradient>(ref dU, Window * step, step, ref dW, 3 * tap, tap, ref scratch, adds: true);

    // Transforms the columns first, then the rows. A row of scratch is read before its results are written, so the results may
    // overwrite it and the rows before it.
    [MethodImpl(KernelMethod.Options)]
    private static void Run<TTransform>(
        ref float from, nint fromRow, nint fromPixel, ref float to, nint toRow, nint toPixel, ref float scratch, bool adds = false)
        where TTransform : struct, IWinogradTransform<TLanes>
    {
        for (nint j = 0; j < TTransform.Inputs; j++)
        {
            var six = WinogradLine<TLanes>.Load(ref Unsafe.Add(ref from, j * fromPixel), fromRow, TTransform.Inputs);
            TTransform.Apply(ref six);
            six.Store(ref Unsafe.Add(ref scratch, j * Lanes), TTransform.Inputs * Lanes, TTransform.Outputs);
        }

        for (nint i = 0; i < TTransform.Outputs; i++)
        {
            var six = WinogradLine<TLanes>.Load(ref Unsafe.Add(ref scratch, i * TTransform.Inputs * Lanes), Lanes, TTransform.Inputs);
            TTransform.Apply(ref six);
            ref var row = ref Unsafe.Add(ref to, i * toRow);
            if (adds)
            {
                six.AddTo(ref row, toPixel, TTransform.Outputs);
            }
            else
            {
                six.Store(ref row, toPixel, TTransform.Outputs);
            }
        }
    }
}

/// <summary>The sizes of F(4x4, 3x3).</summary>
internal static class WinogradTile
{
    /// <summary>Outputs along one side of a tile.</summary>
    public const int Side = 4;

    /// <summary>Inputs along one side of a tile's receptive field.</summary>
    public const int Window = 6;

    /// <summary>Transformed values per tile and channel.</summary>
    public const int Values = Window * Window;
}
