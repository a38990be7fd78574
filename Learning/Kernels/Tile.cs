using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Digits.Learning.Kernels;

/// <summary>
/// The inner kernels: a tile of C, so many rows by one or two registers, stays in registers while the sum over k runs.
/// c[r, j] = init[r, j] + Σ_segment Σ_k a[segment, r, k] · b[segment, k, j].
/// </summary>
/// <remarks>
/// Written out by row count because only named locals become registers. A step loads one or two registers of b and multiplies
/// them with one broadcast value of a per row: from 6 rows by 2 registers on, a core's multipliers are busy. More rows were no faster.
/// Rows are reached from every third one with one or two row strides, so that few address registers are needed.
/// </remarks>
internal static partial class Tile<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    [MethodImpl(Hot.Loop)]
    public static void Run(int rows, int registers, in TileStrides s, ref float a, ref float b, ref float init, ref float c)
    {
        if (registers == 2)
        {
            switch (rows)
            {
                case 7: Rows7x2(s, ref a, ref b, ref init, ref c); return;
                case 6: Rows6x2(s, ref a, ref b, ref init, ref c); return;
                case 4: Rows4x2(s, ref a, ref b, ref init, ref c); return;
                case 2: Rows2x2(s, ref a, ref b, ref init, ref c); return;
                case 1: Rows1x2(s, ref a, ref b, ref init, ref c); return;
            }
        }
        else
        {
            switch (rows)
            {
                case 7: Rows7x1(s, ref a, ref b, ref init, ref c); return;
                case 6: Rows6x1(s, ref a, ref b, ref init, ref c); return;
                case 4: Rows4x1(s, ref a, ref b, ref init, ref c); return;
                case 2: Rows2x1(s, ref a, ref b, ref init, ref c); return;
                case 1: Rows1x1(s, ref a, ref b, ref init, ref c); return;
            }
        }

        throw new UnreachableException();
    }
}
