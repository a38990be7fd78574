using System.Runtime.CompilerServices;

namespace Digits.Learning.Kernels;

/// <summary>
/// The two-dimensional Winograd transforms of a 3x3 convolution in tiles of 4x4 outputs, which see 6x6 inputs: as many channels at
/// once as a register holds. The 36 transformed values of a tile lie <c>step</c> floats apart, so that the values of one kind
/// of many tiles form a matrix. See <see cref="WinogradTransforms{TLanes}"/>.
/// </summary>
/// <remarks>Each works through up to 36 registers' worth of <c>scratch</c>. Pixels are [row, column, channel].</remarks>
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

    /// <summary>Four rows of four registers y = Aᵀ · m · A, into <paramref name="y"/>, which has room for 24.</summary>
    public static void Output(ref float m, nint step, ref float y) =>
        Run<WinogradTransforms<TLanes>.Output>(ref m, Window * step, step, ref y, Tile * Lanes, Lanes, ref y);

    /// <summary>dM = A · dY · Aᵀ for four rows of four registers; <paramref name="dY"/> has room for 40.</summary>
    public static void OutputGradient(ref float dY, ref float dM, nint step) =>
        Run<WinogradTransforms<TLanes>.OutputGradient>(
            ref dY, Tile * Lanes, Lanes, ref dM, Window * step, step, ref Unsafe.Add(ref dY, Tile * Tile * Lanes));

    /// <summary>u = G · w · Gᵀ for 3x3 taps that lie <paramref name="tap"/> floats apart.</summary>
    public static void Weights(ref float w, nint tap, ref float u, nint step, ref float scratch) =>
        Run<WinogradTransforms<TLanes>.Weights>(ref w, 3 * tap, tap, ref u, Window * step, step, ref scratch);

    /// <summary>Adds Gᵀ · dU · G to 3x3 taps that lie <paramref name="tap"/> floats apart.</summary>
    public static void WeightGradient(ref float dU, nint step, ref float dW, nint tap, ref float scratch) =>
        Run<WinogradTransforms<TLanes>.WeightGradient>(ref dU, Window * step, step, ref dW, 3 * tap, tap, ref scratch, adds: true);

    // On columns first, then on rows. A row of scratch is read before its results are written, so they may go where it and earlier ones lay.
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

    /// <summary>Inputs along one side of the window that a tile sees.</summary>
    public const int Window = 6;

    /// <summary>Values per tile and channel once transformed.</summary>
    public const int Values = Window * Window;
}
