using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// Transforms tiles of images for Winograd's method and back, and applies bias, relu and pooling on the way. x is
/// [batch, h, w, ic], y is [batch, oh, ow, oc]; see <see cref="WinogradGeometry"/> for the transformed values v and m.
/// </summary>
/// <param name="at">The position of the tiles.</param>
/// <param name="padding">Zeros on every side of the input.</param>
/// <param name="relu">Whether negative outputs become zero.</param>
/// <param name="pool">Whether the largest of 2x2 outputs is taken.</param>
internal sealed class WinogradTiles<TLanes>(WinogradGeometry at, int padding, bool relu, bool pool)
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Floats of scratch for the transform of one tile: 40 vectors of the greatest width.</summary>
    public const int TransformSize = 40 * 16;

    private const int Tile = WinogradTile.Side;
    private const int Window = WinogradTile.Window;

    // The state of a pooled value that relu set to zero; 0 to 3 name the pixel of the window that won.
    private const float Dead = 4;

    private readonly WinogradRim _rim = new(at.Input);

    /// <summary>Floats of scratch: those of a transform and a window of an image.</summary>
    public int ScratchSize => TransformSize + _rim.Size;

    [MethodImpl(KernelMethod.Options)]
    public void TransformInputs(in ImageBuffers images, int first, int count, ref float v, ref float scratch)
    {
        var (channels, row) = (at.Input.Channels, at.Input.Width * at.Input.Channels);
        ref var window = ref Unsafe.Add(ref scratch, TransformSize);
        for (var tile = 0; tile < count; tile++)
        {
            var (image, i, j) = LocateWindow(first + tile);
            ref var x = ref Unsafe.Add(ref images.X, image * images.XStride);
            var inside = Inside(i, j);
            if (!inside)
            {
                _rim.Copy(ref x, i, j, ref window);
            }

            ref var from = ref inside ? ref Unsafe.Add(ref x, (i * row) + (j * channels)) : ref window;
            for (var c = 0; c < channels; c += TLanes.Count)
            {
                ref var to = ref Unsafe.Add(ref v, (tile * channels) + c);
                Winograd<TLanes>.Input(ref Unsafe.Add(ref from, c), inside ? row : _rim.Row, channels, ref to, at.InputBlock, ref scratch);
            }
        }
    }

    /// <summary>Transforms products m back into outputs and stores them in y, after bias, relu and pooling.</summary>
    [MethodImpl(KernelMethod.Options)]
    public void StoreOutputs(in ImageBuffers images, int first, int count, ref float m, ref float scratch)
    {
        for (var tile = 0; tile < count; tile++)
        {
            var (image, i, j) = LocateOutput(first + tile);
            for (var o = 0; o < at.Output.Channels; o += TLanes.Count)
            {
                Winograd<TLanes>.Output(ref Unsafe.Add(ref m, Product(tile, o)), at.OutputBlock, ref scratch);
                ref var bias = ref Unsafe.Add(ref images.Bias, o);
                ref var y = ref Unsafe.Add(ref images.Y, (image * images.YStride) + o);
                if (pool)
                {
                    StorePooled(ref scratch, ref bias, i, j, ref y, ref Unsafe.Add(ref images.State, (image * at.Output.Size) + o), images.Training);
                }
                else
                {
                    StorePlain(ref scratch, ref bias, i, j, ref y);
                }
            }
        }
    }

    /// <summary>Transforms dY into dM, after the backward passes of pooling and relu, and adds it to dBias.</summary>
    [MethodImpl(KernelMethod.Options)]
    public void LoadOutputGradients(in ImageBuffers images, int first, int count, ref float dM, ref float scratch)
    {
        for (var tile = 0; tile < count; tile++)
        {
            var (image, i, j) = LocateOutput(first + tile);
            for (var o = 0; o < at.Output.Channels; o += TLanes.Count)
            {
                ref var dY = ref Unsafe.Add(ref images.DY, (image * images.YStride) + o);
                ref var db = ref Unsafe.Add(ref images.DBias, o);
                var sum = pool
                    ? LoadPooled(ref dY, ref Unsafe.Add(ref images.State, (image * at.Output.Size) + o), i, j, ref scratch)
                    : LoadPlain(ref dY, ref Unsafe.Add(ref images.Y, (image * images.YStride) + o), i, j, ref scratch);
                (TLanes.Load(ref db) + sum).Store(ref db);
                Winograd<TLanes>.OutputGradient(ref scratch, ref Unsafe.Add(ref dM, Product(tile, o)), at.OutputBlock);
            }
        }
    }

    public void ClearInputGradients(in ImageBuffers images)
    {
        for (var image = 0; image < images.Images; image++)
        {
            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref images.DX, image * images.XStride), at.Input.Size).Clear();
        }
    }

    [MethodImpl(KernelMethod.Options)]
    public void AddInputGradients(in ImageBuffers images, int first, int count, ref float dV, ref float scratch)
    {
        var (channels, row) = (at.Input.Channels, at.Input.Width * at.Input.Channels);
        ref var window = ref Unsafe.Add(ref scratch, TransformSize);
        for (var tile = 0; tile < count; tile++)
        {
            var (image, i, j) = LocateWindow(first + tile);
            ref var dX = ref Unsafe.Add(ref images.DX, image * images.XStride);
            var inside = Inside(i, j);
            if (!inside)
            {
                MemoryMarshal.CreateSpan(ref window, _rim.Size).Clear();
            }

            ref var to = ref inside ? ref Unsafe.Add(ref dX, (i * row) + (j * channels)) : ref window;
            for (var c = 0; c < channels; c += TLanes.Count)
            {
                ref var from = ref Unsafe.Add(ref dV, (tile * channels) + c);
                Winograd<TLanes>.InputGradient(ref from, at.InputBlock, ref Unsafe.Add(ref to, c), inside ? row : _rim.Row, channels, ref scratch);
            }

            if (!inside)
            {
                _rim.Add(ref window, i, j, ref dX);
            }
        }
    }

    // The image of a tile, and the row and column where its window begins; negative where there is padding.
    private (int Image, int I, int J) LocateWindow(int tile)
    {
        var (image, row, column) = at.Locate(tile);
        return (image, (row * Tile) - padding, (column * Tile) - padding);
    }

    // The image of a tile, and the row and column where its outputs begin.
    private (int Image, int I, int J) LocateOutput(int tile)
    {
        var (image, row, column) = at.Locate(tile);
        return (image, row * at.TileSide, column * at.TileSide);
    }

    private bool Inside(int i, int j) =>
        i >= 0 && j >= 0 && i + Window <= at.Input.Height && j + Window <= at.Input.Width;

    private int Product(int tile, int o) =>
        (o / StridedProduct.Panel * at.OutputPanel) + (tile * StridedProduct.Panel) + (o % StridedProduct.Panel);

    [MethodImpl(KernelMethod.Options)]
    private void StorePlain(ref float tile, ref float bias, int i, int j, ref float y)
    {
        var output = at.Output;
        var shift = TLanes.Load(ref bias);
        for (var a = 0; a < Math.Min(Tile, output.Height - i); a++)
        {
            for (var b = 0; b < Math.Min(Tile, output.Width - j); b++)
            {
                var value = TLanes.Load(ref Unsafe.Add(ref tile, ((a * Tile) + b) * TLanes.Count)) + shift;
                value = relu ? TLanes.IfGreater(TLanes.Zero, value, TLanes.Zero, value) : value;
                value.Store(ref At(ref y, output, i + a, j + b));
            }
        }
    }

    [MethodImpl(KernelMethod.Options)]
    private TLanes LoadPlain(ref float dY, ref float y, int i, int j, ref float tile)
    {
        var output = at.Output;
        var sum = TLanes.Zero;
        for (var a = 0; a < Tile; a++)
        {
            for (var b = 0; b < Tile; b++)
            {
                var value = TLanes.Zero;
                if (Holds(output, i + a, j + b))
                {
                    value = TLanes.Load(ref At(ref dY, output, i + a, j + b));
                    value = relu ? TLanes.IfGreater(TLanes.Load(ref At(ref y, output, i + a, j + b)), TLanes.Zero, value, TLanes.Zero) : value;
                }

                sum += value;
                value.Store(ref Unsafe.Add(ref tile, ((a * Tile) + b) * TLanes.Count));
            }
        }

        return sum;
    }

    [MethodImpl(KernelMethod.Options)]
    private void StorePooled(ref float tile, ref float bias, int i, int j, ref float y, ref float state, bool training)
    {
        var output = at.Output;
        var shift = TLanes.Load(ref bias);
        nint lanes = TLanes.Count;
        for (var a = 0; a < Math.Min(Tile / 2, output.Height - i); a++)
        {
            for (var b = 0; b < Math.Min(Tile / 2, output.Width - j); b++)
            {
                ref var corner = ref Unsafe.Add(ref tile, ((2 * a * Tile) + (2 * b)) * lanes);
                var best = TLanes.Load(ref corner);
                var winner = TLanes.Zero;
                Compete(ref Unsafe.Add(ref corner, lanes), 1, ref best, ref winner);
                Compete(ref Unsafe.Add(ref corner, Tile * lanes), 2, ref best, ref winner);
                Compete(ref Unsafe.Add(ref corner, (Tile + 1) * lanes), 3, ref best, ref winner);
                best += shift;
                if (relu)
                {
                    winner = TLanes.IfGreater(best, TLanes.Zero, winner, TLanes.Broadcast(Dead));
                    best = TLanes.IfGreater(TLanes.Zero, best, TLanes.Zero, best);
                }

                var to = (((i + a) * output.Width) + j + b) * output.Channels;
                best.Store(ref Unsafe.Add(ref y, to));
                if (training)
                {
                    winner.Store(ref Unsafe.Add(ref state, to));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Compete(ref float candidate, float number, ref TLanes best, ref TLanes winner)
    {
        var value = TLanes.Load(ref candidate);
        winner = TLanes.IfGreater(value, best, TLanes.Broadcast(number), winner);
        best = TLanes.IfGreater(value, best, value, best);
    }

    [MethodImpl(KernelMethod.Options)]
    private TLanes LoadPooled(ref float dY, ref float state, int i, int j, ref float tile)
    {
        var output = at.Output;
        nint lanes = TLanes.Count;
        var sum = TLanes.Zero;
        for (var a = 0; a < Tile / 2; a++)
        {
            for (var b = 0; b < Tile / 2; b++)
            {
                var value = TLanes.Zero;
                var winner = TLanes.Broadcast(Dead);
                if (Holds(output, i + a, j + b))
                {
                    value = TLanes.Load(ref At(ref dY, output, i + a, j + b));
                    winner = TLanes.Load(ref At(ref state, output, i + a, j + b));
                }

                ref var corner = ref Unsafe.Add(ref tile, ((2 * a * Tile) + (2 * b)) * lanes);
                TLanes.IfEqual(winner, TLanes.Zero, value, TLanes.Zero).Store(ref corner);
                TLanes.IfEqual(winner, TLanes.Broadcast(1), value, TLanes.Zero).Store(ref Unsafe.Add(ref corner, lanes));
                TLanes.IfEqual(winner, TLanes.Broadcast(2), value, TLanes.Zero).Store(ref Unsafe.Add(ref corner, Tile * lanes));
                TLanes.IfEqual(winner, TLanes.Broadcast(3), value, TLanes.Zero).Store(ref Unsafe.Add(ref corner, (Tile + 1) * lanes));
                sum += TLanes.IfEqual(winner, TLanes.Broadcast(Dead), TLanes.Zero, value);
            }
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Holds(ImageShape shape, int i, int j) => (uint)i < (uint)shape.Height && (uint)j < (uint)shape.Width;

    // Pixel [i, j] of the image that begins at start.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float At(ref float start, ImageShape shape, int i, int j) =>
        ref Unsafe.Add(ref start, ((i * shape.Width) + j) * shape.Channels);
}
