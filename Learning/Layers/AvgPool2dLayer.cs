using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// The mean of every window of h by w pixels, per channel: y[i, j, c] = Σ over a &lt; h, b &lt; w of x[s·i + a, s·j + b, c] / (h·w).
/// dX[s·i + a, s·j + b, c] is the sum of dY[i, j, c] / (h·w) over the windows that see it.
/// </summary>
internal sealed class AvgPool2dLayer(int index, ImageShape input, ImageShape output, int height, int width, int stride)
    : ChannelLayer(index, input, output)
{
    [MethodImpl(KernelMethod.Options)]
    protected override void Forward<TLanes>(in ImageBuffers buffers, int from, int to)
    {
        var share = TLanes.Broadcast(1f / (height * width));
        for (var at = 0; at < Output.Height * Output.Width; at++)
        {
            ref var window = ref Unsafe.Add(ref buffers.X, Corner(at));
            for (var c = from; c < to; c += TLanes.Count)
            {
                var sum = TLanes.Zero;
                for (var a = 0; a < height; a++)
                {
                    for (var b = 0; b < width; b++)
                    {
                        sum += TLanes.Load(ref Unsafe.Add(ref window, Offset(a, b) + c));
                    }
                }

                (sum * share).Store(ref Unsafe.Add(ref buffers.Y, (at * Output.Channels) + c));
            }
        }
    }

    protected override void PrepareBackward(in ImageBuffers buffers) =>
        MemoryMarshal.CreateSpan(ref buffers.DX, Input.Size).Clear();

    [MethodImpl(KernelMethod.Options)]
    protected override void Backward<TLanes>(in ImageBuffers buffers, int from, int to)
    {
        var share = TLanes.Broadcast(1f / (height * width));
        for (var at = 0; at < Output.Height * Output.Width; at++)
        {
            ref var window = ref Unsafe.Add(ref buffers.DX, Corner(at));
            for (var c = from; c < to; c += TLanes.Count)
            {
                var dY = TLanes.Load(ref Unsafe.Add(ref buffers.DY, (at * Output.Channels) + c));
                for (var a = 0; a < height; a++)
                {
                    for (var b = 0; b < width; b++)
                    {
                        ref var dX = ref Unsafe.Add(ref window, Offset(a, b) + c);
                        TLanes.MultiplyAdd(dY, share, TLanes.Load(ref dX)).Store(ref dX);
                    }
                }
            }
        }
    }

    private int Corner(int at) => Offset(at / Output.Width * stride, at % Output.Width * stride);

    private int Offset(int row, int column) => ((row * Input.Width) + column) * Input.Channels;
}
