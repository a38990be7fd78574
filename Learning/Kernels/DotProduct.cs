using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Digits.Learning.Kernels;

/// <summary>
/// The forward product of a dense layer, where both sides have the long direction contiguous:
/// C[r, j] = bias[j] + Σ_k A[r, k] · B[j, k]. Strides are counted in floats.
/// </summary>
/// <remarks>
/// The sum is cut into slices of k that stay in cache, and each slice into lanes; both depend on the width of the registers
/// alone, so a value does not depend on how many rows or columns are asked for.
/// </remarks>
internal struct DotProduct
{
    // 4 rows of A and a block of B, this many floats each, fit the first-level and second-level cache.
    private const int Slice = 1024;

    public required int Rows;
    public required int Columns;
    public required int Steps;
    public required int ARow;
    public required int BRow;
    public required int CRow;

    public readonly void Multiply(ref float a, ref float b, ref float bias, ref float c)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Multiply<Lanes512>(ref a, ref b, ref bias, ref c);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Multiply<Lanes256>(ref a, ref b, ref bias, ref c);
        }
        else
        {
            Multiply<Lanes128>(ref a, ref b, ref bias, ref c);
        }
    }

    [MethodImpl(KernelMethod.Options)]
    public readonly void Multiply<TLanes>(ref float a, ref float b, ref float bias, ref float c)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var r = 0; r < Rows; r++)
        {
            MemoryMarshal.CreateReadOnlySpan(ref bias, Columns).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref c, r * CRow), Columns));
        }

        for (var start = 0; start < Steps; start += Slice)
        {
            var length = Math.Min(Slice, Steps - start);
            for (var r = 0; r < Rows;)
            {
                var rows = Rows - r >= 4 ? 4 : 1;
                ref var rowA = ref Unsafe.Add(ref a, (r * ARow) + start);
                ref var rowC = ref Unsafe.Add(ref c, r * CRow);
                for (var j = 0; j < Columns;)
                {
                    var columns = Columns - j >= 4 ? 4 : 1;
                    ref var rowB = ref Unsafe.Add(ref b, (j * BRow) + start);
                    AddTile<TLanes>(rows, columns, length, ref rowA, ref rowB, ref Unsafe.Add(ref rowC, j));
                    j += columns;
                }

                r += rows;
            }
        }
    }

    // The vector part of the slice; then its remainder, value by value.
    [MethodImpl(KernelMethod.Options)]
    private readonly void AddTile<TLanes>(int rows, int columns, int length, ref float a, ref float b, ref float c)
        where TLanes : struct, ILanes<TLanes>
    {
        var whole = length - (length % TLanes.Count);
        switch (rows, columns)
        {
            case (4, 4): DotProductTile<TLanes>.Add4x4(whole, ref a, ARow, ref b, BRow, ref c, CRow); break;
            case (4, 1): DotProductTile<TLanes>.Add4x1(whole, ref a, ARow, ref b, ref c, CRow); break;
            case (1, 4): DotProductTile<TLanes>.Add1x4(whole, ref a, ref b, BRow, ref c); break;
            default: DotProductTile<TLanes>.Add1x1(whole, ref a, ref b, ref c); break;
        }

        if (whole == length)
        {
            return;
        }

        for (var r = 0; r < rows; r++)
        {
            for (var j = 0; j < columns; j++)
            {
                var sum = 0f;
                for (var k = whole; k < length; k++)
                {
                    sum += Unsafe.Add(ref a, (r * ARow) + k) * Unsafe.Add(ref b, (j * BRow) + k);
                }

                Unsafe.Add(ref c, (r * CRow) + j) += sum;
            }
        }
    }
}
