using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Digits.Learning.Kernels;

/// <summary>
/// The matrix product behind convolutions and the gradients of dense layers:
/// C[block, r, j] = Init[block, r, j] + Σ_segment Σ_k A[block, segment, r, k] · B[segment, k, j], with j contiguous in B, Init and C
/// and free strides everywhere else. The sum always runs in the order of segment and k, so a value does not depend on the tiling.
/// </summary>
/// <remarks>
/// Strides are counted in floats. The columns of B, Init and C may be cut into panels of <see cref="Panel"/> that lie apart, so that a
/// tile reads B without gaps. B and Init are read up to a vector beyond the last column; <see cref="FloatBuffer"/> leaves room for that.
/// Init may be C itself, to add to it, or a row with stride 0, such as a bias. C must not overlap A or B.
/// </remarks>
internal struct StridedProduct
{
    /// <summary>Columns of a panel: two vectors of the greatest width.</summary>
    public const int Panel = 32;

    private const int MaxTileFloats = 7 * 2 * 16;

    // 16 KiB, half of a small first-level cache: rows of B are often a power of two apart and then compete for part of the cache.
    private const int PanelFloats = 4096;

    public required int Rows;
    public required int Columns;
    public required int Steps;
    public int Segments = 1;
    public int Blocks = 1;

    public int ARow;
    public int AStep;
    public int ASegment;
    public int ABlock;

    public int BStep;
    public int BSegment;
    public int BBlock;

    public int BPanel = Panel;

    public int InitRow;
    public int InitBlock;
    public int InitPanel = Panel;

    public int CRow;
    public int CBlock;

    public int CPanel = Panel;

    public StridedProduct()
    {
    }

    /// <summary>Multiplies with the widest vectors that the processor has.</summary>
    public readonly void Multiply(ref float a, ref float b, ref float init, ref float c)
    {
        switch (Lanes.Widest)
        {
            case 16: Multiply<Lanes512>(ref a, ref b, ref init, ref c); break;
            case 8: Multiply<Lanes256>(ref a, ref b, ref init, ref c); break;
            default: Multiply<Lanes128>(ref a, ref b, ref init, ref c); break;
        }
    }

    /// <summary>
    /// Multiplies with vectors of one width. The columns are processed two vectors at a time and the segments in groups, so that the part
    /// of B that a pass reads stays in the first-level cache. Later groups add to the result of the first one in C.
    /// </summary>
    [MethodImpl(KernelMethod.Options)]
    public readonly void Multiply<TLanes>(ref float a, ref float b, ref float init, ref float c)
        where TLanes : struct, ILanes<TLanes>
    {
        var group = Math.Clamp(PanelFloats / Math.Max(1, Steps * 2 * TLanes.Count), 1, Math.Max(1, Segments));
        for (var column = 0; column < Columns; column += 2 * TLanes.Count)
        {
            var width = Math.Min(Columns - column, 2 * TLanes.Count);
            var (panel, within) = Math.DivRem(column, Panel);
            ref var panelB = ref Unsafe.Add(ref b, (panel * BPanel) + within);
            ref var panelC = ref Unsafe.Add(ref c, (panel * CPanel) + within);
            ref var panelInit = ref Unsafe.Add(ref init, (panel * InitPanel) + within);
            Pass<TLanes>(Math.Min(group, Segments), width, ref a, ref panelB, ref panelInit, InitRow, InitBlock, ref panelC);
            for (var segment = group; segment < Segments; segment += group)
            {
                ref var laterA = ref Unsafe.Add(ref a, segment * ASegment);
                ref var laterB = ref Unsafe.Add(ref panelB, segment * BSegment);
                Pass<TLanes>(Math.Min(group, Segments - segment), width, ref laterA, ref laterB, ref panelC, CRow, CBlock, ref panelC);
            }
        }
    }

    [MethodImpl(KernelMethod.Options)]
    private readonly void Pass<TLanes>(
        int segments, int width, ref float a, ref float b, ref float init, int initRow, int initBlock, ref float c)
        where TLanes : struct, ILanes<TLanes>
    {
        var strides = new TileStrides
        {
            Steps = Steps,
            Segments = segments,
            ARow = Bytes(ARow),
            AStep = Bytes(AStep),
            ASegment = Bytes(ASegment),
            BStep = Bytes(BStep),
            BSegment = Bytes(BSegment),
            InitRow = Bytes(initRow),
            CRow = Bytes(CRow),
        };
        for (var block = 0; block < Blocks; block++)
        {
            RowOfTiles<TLanes>(
                strides,
                width,
                ref Unsafe.Add(ref a, block * ABlock),
                ref Unsafe.Add(ref b, block * BBlock),
                ref Unsafe.Add(ref init, block * initBlock),
                ref Unsafe.Add(ref c, block * CBlock));
        }
    }

    private static nint Bytes(int floats) => (nint)floats * sizeof(float);

    [MethodImpl(KernelMethod.Options)]
    private readonly void RowOfTiles<TLanes>(
        in TileStrides strides, int width, ref float a, ref float b, ref float init, ref float c)
        where TLanes : struct, ILanes<TLanes>
    {
        var registers = width > TLanes.Count ? 2 : 1;
        var whole = width == registers * TLanes.Count;
        for (var row = 0; row < Rows;)
        {
            var rows = RowSplit.Next(Rows - row);
            ref var tileA = ref Unsafe.Add(ref a, row * ARow);
            ref var tileInit = ref Unsafe.AddByteOffset(ref init, row * strides.InitRow);
            ref var tileC = ref Unsafe.Add(ref c, row * CRow);
            if (whole)
            {
                RunTile<TLanes>(rows, registers, strides, ref tileA, ref b, ref tileInit, ref tileC);
            }
            else
            {
                PartTile<TLanes>(rows, registers, width, strides, ref tileA, ref b, ref tileInit, ref tileC);
            }

            row += rows;
        }
    }

    private static void RunTile<TLanes>(
        int rows, int registers, in TileStrides strides, ref float a, ref float b, ref float init, ref float c)
        where TLanes : struct, ILanes<TLanes>
    {
        if (registers == 2)
        {
            Tile<TLanes, VectorPairRow<TLanes>>.Run(rows, strides, ref a, ref b, ref init, ref c);
        }
        else
        {
            Tile<TLanes, VectorRow<TLanes>>.Run(rows, strides, ref a, ref b, ref init, ref c);
        }
    }

    // The last columns do not fill a vector: the tile is written to scratch, and its valid columns are copied to C.
    [SkipLocalsInit]
    [MethodImpl(KernelMethod.Options)]
    private readonly void PartTile<TLanes>(
        int rows, int registers, int width, TileStrides strides, ref float a, ref float b, ref float init, ref float c)
        where TLanes : struct, ILanes<TLanes>
    {
        Span<float> scratch = stackalloc float[MaxTileFloats];
        var scratchRow = 2 * TLanes.Count;
        strides.CRow = Bytes(scratchRow);
        RunTile<TLanes>(rows, registers, strides, ref a, ref b, ref init, ref scratch[0]);
        for (var r = 0; r < rows; r++)
        {
            scratch.Slice(r * scratchRow, width).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref c, r * CRow), width));
        }
    }
}
