using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Digits.Learning.Data;
using Digits.Learning.Kernels;
using Digits.Learning.Networks;

namespace Digits.Learning.Layers;

/// <summary>
/// The largest value of every window of p by p pixels, per channel: y[i, j, c] = max over a, b &lt; p of x[s·i + a, s·j + b, c].
/// Rows and columns that do not fill a window are left out. The state holds which of the p·p pixels won; the first one wins a tie.
/// dX is dY at the pixels that won, summed over the windows that they won.
/// </summary>
internal sealed class MaxPool2dLayer(int index, ImageShape input, int size, int stride)
    : ImageLayer(index, input, new Window(size, stride, null).Output(input, input.Channels))
{
    // Where the pixels of a window lie, counted from its first one.
    private readonly int[] _offsets =
        [.. Enumerable.Range(0, size * size).Select(pixel => ((pixel / size * input.Width) + (pixel % size)) * input.Channels)];

    // Whether every pixel lies in just one window, so that its gradient needs no adding up.
    private readonly bool _exact = stride == size && input.Height % size == 0 && input.Width % size == 0;

    public override int StateSize => Output.Size;

    [MethodImpl(Hot.Loop)]
    public override void Forward(in ImageBuffers buffers)
    {
        var channels = Input.Channels;
        for (var i = 0; i < Output.Height; i++)
        {
            for (var j = 0; j < Output.Width; j++)
            {
                var at = ((i * Output.Width) + j) * channels;
                ref var window = ref Unsafe.Add(ref buffers.X, Corner(i, j));
                var c = 0;
                for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
                {
                    Best(ref Unsafe.Add(ref window, c), out var best, out var winner);
                    best.StoreUnsafe(ref buffers.Y, (nuint)(at + c));
                    if (buffers.Training)
                    {
                        winner.StoreUnsafe(ref buffers.State, (nuint)(at + c));
                    }
                }

                for (; c < channels; c++)
                {
                    BestReference(ref Unsafe.Add(ref window, c), out Unsafe.Add(ref buffers.Y, at + c), out var winner);
                    if (buffers.Training)
                    {
                        Unsafe.Add(ref buffers.State, at + c) = winner;
                    }
                }
            }
        }
    }

    [MethodImpl(Hot.Loop)]
    public override void Backward(in ImageBuffers buffers)
    {
        if (!_exact)
        {
            MemoryMarshal.CreateSpan(ref buffers.DX, Input.Size).Clear();
        }

        var channels = Input.Channels;
        for (var i = 0; i < Output.Height; i++)
        {
            for (var j = 0; j < Output.Width; j++)
            {
                var at = ((i * Output.Width) + j) * channels;
                ref var window = ref Unsafe.Add(ref buffers.DX, Corner(i, j));
                for (var pixel = 0; pixel < _offsets.Length; pixel++)
                {
                    GiveToWinner(
                        pixel,
                        ref Unsafe.Add(ref buffers.State, at),
                        ref Unsafe.Add(ref buffers.DY, at),
                        ref Unsafe.Add(ref window, _offsets[pixel]));
                }
            }
        }
    }

    private int Corner(int i, int j) => ((i * Input.Width) + j) * stride * Input.Channels;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Best(ref float window, out Vector<float> best, out Vector<float> winner)
    {
        best = Vector.LoadUnsafe(ref window);
        winner = Vector<float>.Zero;
        for (var pixel = 1; pixel < _offsets.Length; pixel++)
        {
            var x = Vector.LoadUnsafe(ref Unsafe.Add(ref window, _offsets[pixel]));
            var larger = Vector.GreaterThan(x, best);
            best = Vector.ConditionalSelect(larger, x, best);
            winner = Vector.ConditionalSelect(larger, new Vector<float>(pixel), winner);
        }
    }

    private void BestReference(ref float window, out float best, out float winner)
    {
        best = window;
        winner = 0;
        for (var pixel = 1; pixel < _offsets.Length; pixel++)
        {
            var x = Unsafe.Add(ref window, _offsets[pixel]);
            if (x > best)
            {
                best = x;
                winner = pixel;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void GiveToWinner(int pixel, ref float winners, ref float dY, ref float dX)
    {
        var wanted = new Vector<float>(pixel);
        var c = 0;
        for (; c <= Input.Channels - Vector<float>.Count; c += Vector<float>.Count)
        {
            var won = Vector.Equals(Vector.LoadUnsafe(ref winners, (nuint)c), wanted);
            var before = _exact ? Vector<float>.Zero : Vector.LoadUnsafe(ref dX, (nuint)c);
            var gradient = Vector.ConditionalSelect(won, Vector.LoadUnsafe(ref dY, (nuint)c), Vector<float>.Zero);
            (before + gradient).StoreUnsafe(ref dX, (nuint)c);
        }

        for (; c < Input.Channels; c++)
        {
            var gradient = Unsafe.Add(ref winners, c) == pixel ? Unsafe.Add(ref dY, c) : 0;
            Unsafe.Add(ref dX, c) = _exact ? gradient : Unsafe.Add(ref dX, c) + gradient;
        }
    }
}
