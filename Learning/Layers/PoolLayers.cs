using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// A layer that makes one value of every window of an image, channel by channel. x is [h, w, c], y is [oh, ow, c]; the window of
/// y[i, j] begins at x[s·i, s·j]. Rows and columns that do not fill a window are left out.
/// </summary>
/// <param name="index">The layer's number in the architecture.</param>
/// <param name="input">The shape of x.</param>
/// <param name="output">The shape of y.</param>
/// <param name="height">Rows of a window.</param>
/// <param name="width">Columns of a window.</param>
/// <param name="stride">How far the window moves on, s.</param>
internal abstract class PoolLayer(int index, ImageShape input, ImageShape output, int height, int width, int stride)
    : ChannelLayer(index, input, output)
{
    /// <summary>Where the pixels of a window lie, row by row, in floats from its first one.</summary>
    protected int[] Offsets { get; } =
        [.. Enumerable.Range(0, height * width).Select(pixel => ((pixel / width * input.Width) + (pixel % width)) * input.Channels)];

    /// <summary>Whether every pixel lies in exactly one window, so that its gradient is not a sum.</summary>
    protected bool IsPartition { get; } = stride == height && stride == width && input.Height % height == 0 && input.Width % width == 0;

    protected sealed override void PrepareBackward(in ImageBuffers buffers)
    {
        if (!IsPartition)
        {
            MemoryMarshal.CreateSpan(ref buffers.DX, Input.Size).Clear();
        }
    }

    /// <summary>Where the window of output pixel <paramref name="at"/> begins, in floats.</summary>
    protected int Corner(int at) => ((at / Output.Width * Input.Width) + (at % Output.Width)) * stride * Input.Channels;
}

/// <summary>
/// The largest value of every window of p by p pixels: y[i, j, c] = max over a, b &lt; p of x[s·i + a, s·j + b, c]. The state is
/// [oh, ow, c] and holds which of the p·p pixels won; the first one wins a tie. dX is dY at the pixels that won, summed over the
/// windows that they won.
/// </summary>
internal sealed class MaxPool2dLayer(int index, ImageShape input, int size, int stride)
    : PoolLayer(index, input, new Window(size, stride, null).Output(input, input.Channels), size, size, stride)
{
    public override int StateSize => Output.Size;

    [MethodImpl(KernelMethod.Options)]
    protected override void Forward<TLanes>(in ImageBuffers buffers, int from, int to)
    {
        var offsets = Offsets;
        for (var at = 0; at < Output.Height * Output.Width; at++)
        {
            ref var window = ref Unsafe.Add(ref buffers.X, Corner(at));
            for (var c = from; c < to; c += TLanes.Count)
            {
                var best = TLanes.Load(ref Unsafe.Add(ref window, c));
                var winner = TLanes.Zero;
                for (var pixel = 1; pixel < offsets.Length; pixel++)
                {
                    var x = TLanes.Load(ref Unsafe.Add(ref window, offsets[pixel] + c));
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

    [MethodImpl(KernelMethod.Options)]
    protected override void Backward<TLanes>(in ImageBuffers buffers, int from, int to)
    {
        var offsets = Offsets;
        for (var at = 0; at < Output.Height * Output.Width; at++)
        {
            ref var window = ref Unsafe.Add(ref buffers.DX, Corner(at));
            for (var c = from; c < to; c += TLanes.Count)
            {
                var winner = TLanes.Load(ref Unsafe.Add(ref buffers.State, (at * Output.Channels) + c));
                var dY = TLanes.Load(ref Unsafe.Add(ref buffers.DY, (at * Output.Channels) + c));
                for (var pixel = 0; pixel < offsets.Length; pixel++)
                {
                    ref var dX = ref Unsafe.Add(ref window, offsets[pixel] + c);
                    var before = IsPartition ? TLanes.Zero : TLanes.Load(ref dX);
                    (before + TLanes.IfEqual(winner, TLanes.Broadcast(pixel), dY, TLanes.Zero)).Store(ref dX);
                }
            }
        }
    }
}

/// <summary>
/// The mean of every window of p by q pixels: y[i, j, c] = Σ over a &lt; p, b &lt; q of x[s·i + a, s·j + b, c] / (p·q).
/// dX[s·i + a, s·j + b, c] is the sum of dY[i, j, c] / (p·q) over the windows that contain the pixel.
/// </summary>
internal sealed class AvgPool2dLayer(int index, ImageShape input, ImageShape output, int height, int width, int stride)
    : PoolLayer(index, input, output, height, width, stride)
{
    [MethodImpl(KernelMethod.Options)]
    protected override void Forward<TLanes>(in ImageBuffers buffers, int from, int to)
    {
        var offsets = Offsets;
        var share = TLanes.Broadcast(1f / offsets.Length);
        for (var at = 0; at < Output.Height * Output.Width; at++)
        {
            ref var window = ref Unsafe.Add(ref buffers.X, Corner(at));
            for (var c = from; c < to; c += TLanes.Count)
            {
                var sum = TLanes.Zero;
                foreach (var offset in offsets)
                {
                    sum += TLanes.Load(ref Unsafe.Add(ref window, offset + c));
                }

                (sum * share).Store(ref Unsafe.Add(ref buffers.Y, (at * Output.Channels) + c));
            }
        }
    }

    [MethodImpl(KernelMethod.Options)]
    protected override void Backward<TLanes>(in ImageBuffers buffers, int from, int to)
    {
        var offsets = Offsets;
        var share = TLanes.Broadcast(1f / offsets.Length);
        for (var at = 0; at < Output.Height * Output.Width; at++)
        {
            ref var window = ref Unsafe.Add(ref buffers.DX, Corner(at));
            for (var c = from; c < to; c += TLanes.Count)
            {
                var dY = TLanes.Load(ref Unsafe.Add(ref buffers.DY, (at * Output.Channels) + c));
                foreach (var offset in offsets)
                {
                    ref var dX = ref Unsafe.Add(ref window, offset + c);
                    TLanes.MultiplyAdd(dY, share, IsPartition ? TLanes.Zero : TLanes.Load(ref dX)).Store(ref dX);
                }
            }
        }
    }
}
