using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// The largest value of every window of p by p pixels, per channel: y[i, j, c] = max over a, b &lt; p of x[s·i + a, s·j + b, c].
/// Rows and columns that do not fill a window are left out. The state holds which of the p·p pixels won; the first one wins a tie.
/// dX is dY at the pixels that won, summed over the windows that they won.
/// </summary>
internal sealed class MaxPool2dLayer(int index, ImageShape input, int size, int stride)
    : ChannelLayer(index, input, new Window(size, stride, null).Output(input, input.Channels))
{
    // Where the pixels of a window lie, counted from its first one.
    private readonly int[] _offsets =
        [.. Enumerable.Range(0, size * size).Select(pixel => ((pixel / size * input.Width) + (pixel % size)) * input.Channels)];

    // Whether every pixel lies in just one window, so that its gradient needs no adding up.
    private readonly bool _exact = stride == size && input.Height % size == 0 && input.Width % size == 0;

    public override int StateSize => Output.Size;

    [MethodImpl(KernelMethod.Options)]
    protected override void Forward<TLanes>(in ImageBuffers buffers, int from, int to)
    {
        for (var at = 0; at < Output.Height * Output.Width; at++)
        {
            ref var window = ref Unsafe.Add(ref buffers.X, Corner(at));
            for (var c = from; c < to; c += TLanes.Count)
            {
                var best = TLanes.Load(ref Unsafe.Add(ref window, c));
                var winner = TLanes.Zero;
                for (var pixel = 1; pixel < _offsets.Length; pixel++)
                {
                    var x = TLanes.Load(ref Unsafe.Add(ref window, _offsets[pixel] + c));
                    winner = TLanes.IfGreater(x, best, TLanes.Broadcast(pixel), winner);
                    best = TLanes.IfGreater(x, best, x, best);
                }

                best.Store(ref Unsafe.Add(ref buffers.Y, (at * Output.Channels) + c));
                if (buffers.Training)
                {
                    winner.Store(ref Unsafe.Add(ref buffers.State, (at * Output.Channels) + c));
                }
            }
        }
    }

    protected override void PrepareBackward(in ImageBuffers buffers)
    {
        if (!_exact)
        {
            MemoryMarshal.CreateSpan(ref buffers.DX, Input.Size).Clear();
        }
    }

    [MethodImpl(KernelMethod.Options)]
    protected override void Backward<TLanes>(in ImageBuffers buffers, int from, int to)
    {
        for (var at = 0; at < Output.Height * Output.Width; at++)
        {
            ref var window = ref Unsafe.Add(ref buffers.DX, Corner(at));
            for (var c = from; c < to; c += TLanes.Count)
            {
                var winner = TLanes.Load(ref Unsafe.Add(ref buffers.State, (at * Output.Channels) + c));
                var dY = TLanes.Load(ref Unsafe.Add(ref buffers.DY, (at * Output.Channels) + c));
                for (var pixel = 0; pixel < _offsets.Length; pixel++)
                {
                    ref var dX = ref Unsafe.Add(ref window, _offsets[pixel] + c);
                    var before = _exact ? TLanes.Zero : TLanes.Load(ref dX);
                    (before + TLanes.IfEqual(winner, TLanes.Broadcast(pixel), dY, TLanes.Zero)).Store(ref dX);
                }
            }
        }
    }

    private int Corner(int at) => ((at / Output.Width * Input.Width) + (at % Output.Width)) * stride * Input.Channels;
}
