using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>The position of the tiles of a 3x3 convolution in its images, and of their transformed values in memory.</summary>
/// <remarks>
/// v, the transformed inputs: [36, tiles, channels]. m, the transformed outputs: [panels, 36, tiles, 32]. u, the transformed weights:
/// [panels, 36, channels, 32]. There is a panel for every 32 filters, so that the products read m and u without gaps.
/// </remarks>
internal sealed class WinogradGeometry
{
    // The most tiles that fit into the second-level cache together with the transformed weights.
    private const int MostTiles = 24;

    private readonly int _tilesAcross;

    /// <param name="input">The shape of x.</param>
    /// <param name="output">The shape of y, after pooling.</param>
    /// <param name="pool">Whether windows of 2x2 are pooled.</param>
    public WinogradGeometry(ImageShape input, ImageShape output, bool pool)
    {
        (Input, Output) = (input, output);
        TileSide = pool ? WinogradTile.Side / 2 : WinogradTile.Side;
        _tilesAcross = (output.Width + TileSide - 1) / TileSide;
        TilesPerImage = _tilesAcross * ((output.Height + TileSide - 1) / TileSide);
        InputPanels = (input.Channels + StridedProduct.Panel - 1) / StridedProduct.Panel;
        OutputPanels = (output.Channels + StridedProduct.Panel - 1) / StridedProduct.Panel;
        InputBlock = FloatBuffer.RowStride(MostTiles * input.Channels);
        OutputBlock = FloatBuffer.RowStride(MostTiles * StridedProduct.Panel);
    }

    public ImageShape Input { get; }

    /// <summary>The shape of y, after pooling.</summary>
    public ImageShape Output { get; }

    /// <summary>Outputs, after pooling, along one side of a tile.</summary>
    public int TileSide { get; }

    public int TilesPerImage { get; }

    public int InputPanels { get; }

    public int OutputPanels { get; }

    /// <summary>The distance in floats between two of the 36 values of v.</summary>
    public int InputBlock { get; }

    /// <summary>The distance in floats between two of the 36 values of m within a panel.</summary>
    public int OutputBlock { get; }

    /// <summary>The distance in floats between two panels of m.</summary>
    public int OutputPanel => WinogradTile.Values * OutputBlock;

    /// <summary>The size of u in floats.</summary>
    public int WeightsSize => checked(OutputPanels * WinogradTile.Values * Input.Channels * StridedProduct.Panel);

    /// <summary>The size in floats of u with input and output channels swapped.</summary>
    public int TurnedSize => checked(InputPanels * WinogradTile.Values * OutputPanels * StridedProduct.Panel * StridedProduct.Panel);

    /// <summary>The number of tiles to process at once when <paramref name="tiles"/> are left, so that all chunks have about the same size.</summary>
    public static int Chunk(int tiles)
    {
        var chunks = (tiles + MostTiles - 1) / MostTiles;
        return (tiles + chunks - 1) / chunks;
    }

    /// <summary>The image that a tile belongs to, and its row and column among the tiles of that image.</summary>
    public (int Image, int Row, int Column) Locate(int tile)
    {
        var (image, number) = Math.DivRem(tile, TilesPerImage);
        var (row, column) = Math.DivRem(number, _tilesAcross);
        return (image, row, column);
    }
}

/// <summary>
/// Copies windows of 6x6 pixels that reach beyond the edge of their image: [6, 6, channels] with zeros outside of the image.
/// </summary>
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

    /// <summary>Adds the part of the window that lies inside the image to the image.</summary>
    public void Add(ref float window, int i, int j, ref float dX)
    {
        var (start, length) = Columns(j);
        for (var a = Math.Max(0, -i); a < Math.Min(Side, image.Height - i); a++)
        {
            ref var sum = ref At(ref dX, i + a, j);
            Elementwise.Add(ref sum, ref Unsafe.Add(ref window, (a * Row) + start), ref sum, length);
        }
    }

    // The part of a window's row that lies inside the image, in floats.
    private (int Start, int Length) Columns(int j)
    {
        var (first, end) = (Math.Max(0, -j), Math.Min(Side, image.Width - j));
        return (first * image.Channels, (end - first) * image.Channels);
    }

    // The first pixel of the window's row that lies inside the image.
    private ref float At(ref float start, int i, int j) => ref Unsafe.Add(ref start, ((i * image.Width) + Math.Max(0, j)) * image.Channels);
}
