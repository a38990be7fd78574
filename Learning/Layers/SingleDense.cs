using System.Runtime.CompilerServices;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// A dense layer for one image, or for a few that come together: y = bias + Σ_i x[i] · W[:, i], with x of [in] and y and bias of [out].
/// Reading the weights takes almost all of the time, so they are stored in the order of this sum, and the weights of inputs that are
/// zero, of which relu leaves many, are not read. Every image's sums are added in the same order whether it comes alone or with others,
/// so its result is the same to the bit.
/// </summary>
/// <remarks>The prepared weights are [block, in, width]: blocks of 128 outputs while at least 128 are left, then of 16.</remarks>
internal sealed class SingleDense(int inputs, int outputs)
{
    private const int Wide = 128;
    private const int Narrow = 16;

    // Inputs whose weights (64 KB of a wide block) stay in cache while all images of a batch are multiplied by them.
    private const int CachedInputs = 128;

    /// <summary>Floats of prepared weights.</summary>
    public int PreparedSize => checked((outputs + Narrow - 1) / Narrow * Narrow * inputs);

    /// <summary>Copies weights of [out, in], whose rows lie <paramref name="stride"/> floats apart, into the order that is read.</summary>
    public void Prepare(ref float weights, int stride, ref float prepared)
    {
        for (var first = 0; first < outputs; first += Width(first))
        {
            var width = Width(first);
            ref var block = ref Unsafe.Add(ref prepared, first * inputs);
            Elementwise.Transpose(ref Unsafe.Add(ref weights, first * stride), stride, ref block, width, Math.Min(width, outputs - first), inputs);
        }
    }

    /// <summary>Computes y. Bias and y have room for a whole last block.</summary>
    public void Forward(ref float x, ref float prepared, ref float bias, ref float y) => Forward(1, ref x, 0, ref prepared, ref bias, ref y, 0);

    /// <summary>Computes y of several images, whose inputs lie <paramref name="xStride"/> and whose outputs <paramref name="yStride"/> floats apart.</summary>
    public void Forward(int images, ref float x, int xStride, ref float prepared, ref float bias, ref float y, int yStride)
    {
        switch (Lanes.Widest)
        {
            case 16: Forward<Lanes512>(images, ref x, xStride, ref prepared, ref bias, ref y, yStride); break;
            case 8: Forward<Lanes256>(images, ref x, xStride, ref prepared, ref bias, ref y, yStride); break;
            default: Forward<Lanes128>(images, ref x, xStride, ref prepared, ref bias, ref y, yStride); break;
        }
    }

    public void Forward<TLanes>(ref float x, ref float prepared, ref float bias, ref float y)
        where TLanes : struct, ILanes<TLanes> => Forward<TLanes>(1, ref x, 0, ref prepared, ref bias, ref y, 0);

    public void Forward<TLanes>(int images, ref float x, int xStride, ref float prepared, ref float bias, ref float y, int yStride)
        where TLanes : struct, ILanes<TLanes>
    {
        var step = images == 1 ? inputs : CachedInputs;
        for (var first = 0; first < outputs; first += Width(first))
        {
            ref var block = ref Unsafe.Add(ref prepared, first * inputs);
            for (var i = 0; i < inputs; i += step)
            {
                var count = Math.Min(step, inputs - i);
                for (var image = 0; image < images; image++)
                {
                    ref var sums = ref Unsafe.Add(ref y, (image * yStride) + first);
                    Block<TLanes>(
                        count,
                        ref Unsafe.Add(ref x, (image * xStride) + i),
                        ref Unsafe.Add(ref block, i * Width(first)),
                        Width(first),
                        ref i == 0 ? ref Unsafe.Add(ref bias, first) : ref sums,
                        ref sums);
                }
            }
        }
    }

    private static void Block<TLanes>(int count, ref float x, ref float weights, int width, ref float init, ref float y)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var o = 0; o < width;)
        {
            if (width - o >= 8 * TLanes.Count)
            {
                EightVectors<TLanes>(count, ref x, ref Unsafe.Add(ref weights, o), width, ref Unsafe.Add(ref init, o), ref Unsafe.Add(ref y, o));
                o += 8 * TLanes.Count;
            }
            else
            {
                OneVector<TLanes>(count, ref x, ref Unsafe.Add(ref weights, o), width, ref Unsafe.Add(ref init, o), ref Unsafe.Add(ref y, o));
                o += TLanes.Count;
            }
        }
    }

    private int Width(int first) => outputs - first >= Wide ? Wide : Narrow;

    // Eight vectors of outputs: eight independent sums hide the latency of the additions.
    [MethodImpl(KernelMethod.Options)]
    private static void EightVectors<TLanes>(int count, ref float x, ref float weights, nint width, ref float init, ref float y)
        where TLanes : struct, ILanes<TLanes>
    {
        nint lanes = TLanes.Count;
        var low = VectorQuad<TLanes>.Load(ref init, lanes);
        var high = VectorQuad<TLanes>.Load(ref Unsafe.Add(ref init, 4 * lanes), lanes);
        for (nint i = 0; i < count; i++)
        {
            var value = Unsafe.Add(ref x, i);
            if (value == 0)
            {
                continue;
            }

            var input = TLanes.Broadcast(value);
            ref var row = ref Unsafe.Add(ref weights, i * width);
            low.Add(input, VectorQuad<TLanes>.Load(ref row, lanes));
            high.Add(input, VectorQuad<TLanes>.Load(ref Unsafe.Add(ref row, 4 * lanes), lanes));
        }

        low.Store(ref y, lanes);
        high.Store(ref Unsafe.Add(ref y, 4 * lanes), lanes);
    }

    [MethodImpl(KernelMethod.Options)]
    private static void OneVector<TLanes>(int count, ref float x, ref float weights, nint width, ref float init, ref float y)
        where TLanes : struct, ILanes<TLanes>
    {
        var sum = TLanes.Load(ref init);
        for (nint i = 0; i < count; i++)
        {
            sum = TLanes.MultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref x, i)), TLanes.Load(ref Unsafe.Add(ref weights, i * width)), sum);
        }

        sum.Store(ref y);
    }
}
