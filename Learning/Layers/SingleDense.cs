using System.Runtime.CompilerServices;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// A dense layer for one image at a time: y = bias + Σ_i x[i] · W[:, i], with x of [in] and y and bias of [out]. Reading the weights
/// takes almost all of the time, so they are stored in the order of this sum, and the weights of inputs that are zero, of which relu
/// leaves many, are not read.
/// </summary>
/// <remarks>The prepared weights are [block, in, width]: blocks of 128 outputs while at least 128 are left, then of 16.</remarks>
internal sealed class SingleDense(int inputs, int outputs)
{
    private const int Wide = 128;
    private const int Narrow = 16;

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
    public void Forward(ref float x, ref float prepared, ref float bias, ref float y)
    {
        switch (Lanes.Widest)
        {
            case 16: Forward<Lanes512>(ref x, ref prepared, ref bias, ref y); break;
            case 8: Forward<Lanes256>(ref x, ref prepared, ref bias, ref y); break;
            default: Forward<Lanes128>(ref x, ref prepared, ref bias, ref y); break;
        }
    }

    public void Forward<TLanes>(ref float x, ref float prepared, ref float bias, ref float y)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var first = 0; first < outputs; first += Width(first))
        {
            var width = Width(first);
            for (var o = 0; o < width;)
            {
                ref var block = ref Unsafe.Add(ref prepared, (first * inputs) + o);
                ref var b = ref Unsafe.Add(ref bias, first + o);
                if (width - o >= 8 * TLanes.Count)
                {
                    EightVectors<TLanes>(ref x, ref block, width, ref b, ref Unsafe.Add(ref y, first + o));
                    o += 8 * TLanes.Count;
                }
                else
                {
                    OneVector<TLanes>(ref x, ref block, width, ref b, ref Unsafe.Add(ref y, first + o));
                    o += TLanes.Count;
                }
            }
        }
    }

    private int Width(int first) => outputs - first >= Wide ? Wide : Narrow;

    // Eight vectors of outputs: eight independent sums hide the latency of the additions.
    [MethodImpl(KernelMethod.Options)]
    private void EightVectors<TLanes>(ref float x, ref float weights, nint width, ref float bias, ref float y)
        where TLanes : struct, ILanes<TLanes>
    {
        nint lanes = TLanes.Count;
        var low = VectorQuad<TLanes>.Load(ref bias, lanes);
        var high = VectorQuad<TLanes>.Load(ref Unsafe.Add(ref bias, 4 * lanes), lanes);
        for (nint i = 0; i < inputs; i++)
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
    private void OneVector<TLanes>(ref float x, ref float weights, nint width, ref float bias, ref float y)
        where TLanes : struct, ILanes<TLanes>
    {
        var sum = TLanes.Load(ref bias);
        for (nint i = 0; i < inputs; i++)
        {
            sum = TLanes.MultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref x, i)), TLanes.Load(ref Unsafe.Add(ref weights, i * width)), sum);
        }

        sum.Store(ref y);
    }
}
