using System.Runtime.CompilerServices;

namespace Digits.Learning.Kernels;

/// <summary>
/// The two-dimensional Winograd transforms of a 3x3 convolution in tiles of 4x4 outputs, which see 6x6 inputs: as many channels at
/// once as a register holds. The 36 transformed values of a tile lie <c>step</c> floats apart, so that the values of one kind
/// of many tiles form a matrix. See <see cref="WinogradTransforms{TLanes}"/>.
/// </summary>
/// <remarks>Each works on columns first, then on rows, through 36 registers' worth of <c>scratch</c>. Pixels are [row, column, channel].</remarks>
internal static class Winograd<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private const int Tile = WinogradTile.Side;
    private const int Window = WinogradTile.Window;

    /// <summary>v = Bᵀ · x · B for the window that begins at <paramref name="x"/>.</summary>
    [MethodImpl(Hot.Loop)]
    public static void Input(ref float x, nint row, nint pixel, ref float v, nint step, ref float scratch)
    {
        nint lanes = TLanes.Count;
        for (nint j = 0; j < Window; j++)
        {
            var six = Six<TLanes>.Load(ref Unsafe.Add(ref x, j * pixel), row, 6);
            WinogradTransforms<TLanes>.Input(ref six);
            six.Store(ref Unsafe.Add(ref scratch, j * lanes), Window * lanes, 6);
        }

        for (nint i = 0; i < Window; i++)
        {
            var six = Six<TLanes>.Load(ref Unsafe.Add(ref scratch, i * Window * lanes), lanes, 6);
            WinogradTransforms<TLanes>.Input(ref six);
            six.Store(ref Unsafe.Add(ref v, i * Window * step), step, 6);
        }
    }

    /// <summary>Adds B · dV · Bᵀ to the window of dX that begins at <paramref name="dX"/>.</summary>
    [MethodImpl(Hot.Loop)]
    public static void InputGradient(ref float dV, nint step, ref float dX, nint row, nint pixel, ref float scratch)
    {
        nint lanes = TLanes.Count;
        for (nint j = 0; j < Window; j++)
        {
            var six = Six<TLanes>.Load(ref Unsafe.Add(ref dV, j * step), Window * step, 6);
            WinogradTransforms<TLanes>.InputGradient(ref six);
            six.Store(ref Unsafe.Add(ref scratch, j * lanes), Window * lanes, 6);
        }

        for (nint i = 0; i < Window; i++)
        {
            var six = Six<TLanes>.Load(ref Unsafe.Add(ref scratch, i * Window * lanes), lanes, 6);
            WinogradTransforms<TLanes>.InputGradient(ref six);
            six.AddTo(ref Unsafe.Add(ref dX, i * row), pixel, 6);
        }
    }

    /// <summary>Four rows of four registers y = Aᵀ · m · A + bias, into <paramref name="y"/>.</summary>
    [MethodImpl(Hot.Loop)]
    public static void Output(ref float m, nint step, TLanes bias, ref float y)
    {
        nint lanes = TLanes.Count;
        for (nint j = 0; j < Window; j++)
        {
            var six = Six<TLanes>.Load(ref Unsafe.Add(ref m, j * step), Window * step, 6);
            WinogradTransforms<TLanes>.Output(ref six);
            six.Store(ref Unsafe.Add(ref y, j * lanes), Window * lanes, 4);
        }

        for (nint i = 0; i < Tile; i++)
        {
            var six = Six<TLanes>.Load(ref Unsafe.Add(ref y, i * Window * lanes), lanes, 6);
            WinogradTransforms<TLanes>.Output(ref six);
            six.V0 += bias;
            six.V1 += bias;
            six.V2 += bias;
            six.V3 += bias;
            six.Store(ref Unsafe.Add(ref y, i * Tile * lanes), lanes, 4);
        }
    }

    /// <summary>dM = A · dY · Aᵀ for four rows of four registers; <paramref name="dY"/> is overwritten and has room for 40.</summary>
    [MethodImpl(Hot.Loop)]
    public static void OutputGradient(ref float dY, ref float dM, nint step)
    {
        nint lanes = TLanes.Count;
        ref var scratch = ref Unsafe.Add(ref dY, Tile * Tile * lanes);
        for (nint j = 0; j < Tile; j++)
        {
            var six = Six<TLanes>.Load(ref Unsafe.Add(ref dY, j * lanes), Tile * lanes, 4);
            WinogradTransforms<TLanes>.OutputGradient(ref six);
            six.Store(ref Unsafe.Add(ref scratch, j * lanes), Tile * lanes, 6);
        }

        for (nint i = 0; i < Window; i++)
        {
            var six = Six<TLanes>.Load(ref Unsafe.Add(ref scratch, i * Tile * lanes), lanes, 4);
            WinogradTransforms<TLanes>.OutputGradient(ref six);
            six.Store(ref Unsafe.Add(ref dM, i * Window * step), step, 6);
        }
    }

    /// <summary>u = G · w · Gᵀ for 3x3 taps that lie <paramref name="tap"/> floats apart.</summary>
    [MethodImpl(Hot.Loop)]
    public static void Weights(ref float w, nint tap, ref float u, nint step, ref float scratch)
    {
        nint lanes = TLanes.Count;
        for (nint j = 0; j < 3; j++)
        {
            var six = Six<TLanes>.Load(ref Unsafe.Add(ref w, j * tap), 3 * tap, 3);
            WinogradTransforms<TLanes>.Weights(ref six);
            six.Store(ref Unsafe.Add(ref scratch, j * lanes), 3 * lanes, 6);
        }

        for (nint i = 0; i < Window; i++)
        {
            var six = Six<TLanes>.Load(ref Unsafe.Add(ref scratch, i * 3 * lanes), lanes, 3);
            WinogradTransforms<TLanes>.Weights(ref six);
            six.Store(ref Unsafe.Add(ref u, i * Window * step), step, 6);
        }
    }

    /// <summary>Adds Gᵀ · dU · G to 3x3 taps that lie <paramref name="tap"/> floats apart.</summary>
    [MethodImpl(Hot.Loop)]
    public static void WeightGradient(ref float dU, nint step, ref float dW, nint tap, ref float scratch)
    {
        nint lanes = TLanes.Count;
        for (nint j = 0; j < Window; j++)
        {
            var six = Six<TLanes>.Load(ref Unsafe.Add(ref dU, j * step), Window * step, 6);
            WinogradTransforms<TLanes>.WeightGradient(ref six);
            six.Store(ref Unsafe.Add(ref scratch, j * lanes), Window * lanes, 3);
        }

        for (nint i = 0; i < 3; i++)
        {
            var six = Six<TLanes>.Load(ref Unsafe.Add(ref scratch, i * Window * lanes), lanes, 6);
            WinogradTransforms<TLanes>.WeightGradient(ref six);
            six.AddTo(ref Unsafe.Add(ref dW, i * 3 * tap), tap, 3);
        }
    }
}
