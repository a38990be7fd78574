using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>Windows that reach beyond their image, brought together in a place of their own, with zeros outside of the image.</summary>
/// <param name="image">The shape of the image.</param>
internal sealed class WinogradRim(ImageShape image)
{
    private const int Side = WinogradTile.Window;

    /// <summary>Floats of a window's row.</summary>
    public int Row => Side * image.Channels;

    /// <summary>Floats of a window.</summary>
    public int Size => Side * Row;

    /// <summary>Copies the window that begins in row <paramref name="i"/> and column <paramref name="j"/>.</summary>
    public void Copy(ref float x, int i, int j, ref float window)
    {
        var (start, length) = Columns(j);
        for (var a = 0; a < Side; a++)
        {
            var row = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref window, a * Row), Row);
            if ((uint)(i + a) >= (uint)image.Height)
            {
                row.Clear();
                continue;
            }

            row[..start].Clear();
            MemoryMarshal.CreateReadOnlySpan(ref At(ref x, i + a, j), length).CopyTo(row[start..]);
            row[(start + length)..].Clear();
        }
    }

    /// <summary>Adds what of the window lies in the image to it.</summary>
    public void Add(ref float window, int i, int j, ref float dX)
    {
        var (start, length) = Columns(j);
        for (var a = Math.Max(0, -i); a < Math.Min(Side, image.Height - i); a++)
        {
            ref var sum = ref At(ref dX, i + a, j);
            Elementwise.Add(ref sum, ref Unsafe.Add(ref window, (a * Row) + start), ref sum, length);
        }
    }

    // The part of a window's row that lies in the image, in floats.
    private (int Start, int Length) Columns(int j)
    {
        var (first, end) = (Math.Max(0, -j), Math.Min(Side, image.Width - j));
        return (first * image.Channels, (end - first) * image.Channels);
    }

    // The first of the window's pixels that lie in the image.
    private ref float At(ref float start, int i, int j) => ref Unsafe.Add(ref start, ((i * image.Width) + Math.Max(0, j)) * image.Channels);
}
