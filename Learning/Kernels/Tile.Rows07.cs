using System.Runtime.CompilerServices;

namespace Digits.Learning.Kernels;

/// <content>Tiles of 7 rows.</content>
internal static partial class Tile<TLanes>
{
    [MethodImpl(Hot.Loop)]
    public static void Rows7x2(in TileStrides s, ref float a, ref float b, ref float init, ref float c)
    {
        nint row = s.ARow;
        nint row2 = 2 * row;
        var c0_0 = TLanes.Load(ref init);
        var c0_1 = TLanes.Load(ref Unsafe.Add(ref init, TLanes.Count));
        init = ref Unsafe.AddByteOffset(ref init, s.InitRow);
        var c1_0 = TLanes.Load(ref init);
        var c1_1 = TLanes.Load(ref Unsafe.Add(ref init, TLanes.Count));
        init = ref Unsafe.AddByteOffset(ref init, s.InitRow);
        var c2_0 = TLanes.Load(ref init);
        var c2_1 = TLanes.Load(ref Unsafe.Add(ref init, TLanes.Count));
        init = ref Unsafe.AddByteOffset(ref init, s.InitRow);
        var c3_0 = TLanes.Load(ref init);
        var c3_1 = TLanes.Load(ref Unsafe.Add(ref init, TLanes.Count));
        init = ref Unsafe.AddByteOffset(ref init, s.InitRow);
        var c4_0 = TLanes.Load(ref init);
        var c4_1 = TLanes.Load(ref Unsafe.Add(ref init, TLanes.Count));
        init = ref Unsafe.AddByteOffset(ref init, s.InitRow);
        var c5_0 = TLanes.Load(ref init);
        var c5_1 = TLanes.Load(ref Unsafe.Add(ref init, TLanes.Count));
        init = ref Unsafe.AddByteOffset(ref init, s.InitRow);
        var c6_0 = TLanes.Load(ref init);
        var c6_1 = TLanes.Load(ref Unsafe.Add(ref init, TLanes.Count));
        for (var segment = s.Segments; segment > 0; segment--)
        {
            ref var a0 = ref a;
            ref var a3 = ref Unsafe.AddByteOffset(ref a0, row + row2);
            ref var a6 = ref Unsafe.AddByteOffset(ref a3, row + row2);
            ref var bk = ref b;
            for (var k = s.Steps; k > 0; k--)
            {
                var b0 = TLanes.Load(ref bk);
                var b1 = TLanes.Load(ref Unsafe.Add(ref bk, TLanes.Count));
                var x = TLanes.Broadcast(a0);
                c0_0 = TLanes.MultiplyAdd(x, b0, c0_0);
                c0_1 = TLanes.MultiplyAdd(x, b1, c0_1);
                x = TLanes.Broadcast(Unsafe.AddByteOffset(ref a0, row));
                c1_0 = TLanes.MultiplyAdd(x, b0, c1_0);
                c1_1 = TLanes.MultiplyAdd(x, b1, c1_1);
                x = TLanes.Broadcast(Unsafe.AddByteOffset(ref a0, row2));
                c2_0 = TLanes.MultiplyAdd(x, b0, c2_0);
                c2_1 = TLanes.MultiplyAdd(x, b1, c2_1);
                x = TLanes.Broadcast(a3);
                c3_0 = TLanes.MultiplyAdd(x, b0, c3_0);
                c3_1 = TLanes.MultiplyAdd(x, b1, c3_1);
                x = TLanes.Broadcast(Unsafe.AddByteOffset(ref a3, row));
                c4_0 = TLanes.MultiplyAdd(x, b0, c4_0);
                c4_1 = TLanes.MultiplyAdd(x, b1, c4_1);
                x = TLanes.Broadcast(Unsafe.AddByteOffset(ref a3, row2));
                c5_0 = TLanes.MultiplyAdd(x, b0, c5_0);
                c5_1 = TLanes.MultiplyAdd(x, b1, c5_1);
                x = TLanes.Broadcast(a6);
                c6_0 = TLanes.MultiplyAdd(x, b0, c6_0);
                c6_1 = TLanes.MultiplyAdd(x, b1, c6_1);
                a0 = ref Unsafe.AddByteOffset(ref a0, s.AStep);
                a3 = ref Unsafe.AddByteOffset(ref a3, s.AStep);
                a6 = ref Unsafe.AddByteOffset(ref a6, s.AStep);
                bk = ref Unsafe.AddByteOffset(ref bk, s.BStep);
            }

            a = ref Unsafe.AddByteOffset(ref a, s.ASegment);
            b = ref Unsafe.AddByteOffset(ref b, s.BSegment);
        }

        c0_0.Store(ref c);
        c0_1.Store(ref Unsafe.Add(ref c, TLanes.Count));
        c = ref Unsafe.AddByteOffset(ref c, s.CRow);
        c1_0.Store(ref c);
        c1_1.Store(ref Unsafe.Add(ref c, TLanes.Count));
        c = ref Unsafe.AddByteOffset(ref c, s.CRow);
        c2_0.Store(ref c);
        c2_1.Store(ref Unsafe.Add(ref c, TLanes.Count));
        c = ref Unsafe.AddByteOffset(ref c, s.CRow);
        c3_0.Store(ref c);
        c3_1.Store(ref Unsafe.Add(ref c, TLanes.Count));
        c = ref Unsafe.AddByteOffset(ref c, s.CRow);
        c4_0.Store(ref c);
        c4_1.Store(ref Unsafe.Add(ref c, TLanes.Count));
        c = ref Unsafe.AddByteOffset(ref c, s.CRow);
        c5_0.Store(ref c);
        c5_1.Store(ref Unsafe.Add(ref c, TLanes.Count));
        c = ref Unsafe.AddByteOffset(ref c, s.CRow);
        c6_0.Store(ref c);
        c6_1.Store(ref Unsafe.Add(ref c, TLanes.Count));
    }

    [MethodImpl(Hot.Loop)]
    public static void Rows7x1(in TileStrides s, ref float a, ref float b, ref float init, ref float c)
    {
        nint row = s.ARow;
        nint row2 = 2 * row;
        var c0_0 = TLanes.Load(ref init);
        init = ref Unsafe.AddByteOffset(ref init, s.InitRow);
        var c1_0 = TLanes.Load(ref init);
        init = ref Unsafe.AddByteOffset(ref init, s.InitRow);
        var c2_0 = TLanes.Load(ref init);
        init = ref Unsafe.AddByteOffset(ref init, s.InitRow);
        var c3_0 = TLanes.Load(ref init);
        init = ref Unsafe.AddByteOffset(ref init, s.InitRow);
        var c4_0 = TLanes.Load(ref init);
        init = ref Unsafe.AddByteOffset(ref init, s.InitRow);
        var c5_0 = TLanes.Load(ref init);
        init = ref Unsafe.AddByteOffset(ref init, s.InitRow);
        var c6_0 = TLanes.Load(ref init);
        for (var segment = s.Segments; segment > 0; segment--)
        {
            ref var a0 = ref a;
            ref var a3 = ref Unsafe.AddByteOffset(ref a0, row + row2);
            ref var a6 = ref Unsafe.AddByteOffset(ref a3, row + row2);
            ref var bk = ref b;
            for (var k = s.Steps; k > 0; k--)
            {
                var b0 = TLanes.Load(ref bk);
                var x = TLanes.Broadcast(a0);
                c0_0 = TLanes.MultiplyAdd(x, b0, c0_0);
                x = TLanes.Broadcast(Unsafe.AddByteOffset(ref a0, row));
                c1_0 = TLanes.MultiplyAdd(x, b0, c1_0);
                x = TLanes.Broadcast(Unsafe.AddByteOffset(ref a0, row2));
                c2_0 = TLanes.MultiplyAdd(x, b0, c2_0);
                x = TLanes.Broadcast(a3);
                c3_0 = TLanes.MultiplyAdd(x, b0, c3_0);
                x = TLanes.Broadcast(Unsafe.AddByteOffset(ref a3, row));
                c4_0 = TLanes.MultiplyAdd(x, b0, c4_0);
                x = TLanes.Broadcast(Unsafe.AddByteOffset(ref a3, row2));
                c5_0 = TLanes.MultiplyAdd(x, b0, c5_0);
                x = TLanes.Broadcast(a6);
                c6_0 = TLanes.MultiplyAdd(x, b0, c6_0);
                a0 = ref Unsafe.AddByteOffset(ref a0, s.AStep);
                a3 = ref Unsafe.AddByteOffset(ref a3, s.AStep);
                a6 = ref Unsafe.AddByteOffset(ref a6, s.AStep);
                bk = ref Unsafe.AddByteOffset(ref bk, s.BStep);
            }

            a = ref Unsafe.AddByteOffset(ref a, s.ASegment);
            b = ref Unsafe.AddByteOffset(ref b, s.BSegment);
        }

        c0_0.Store(ref c);
        c = ref Unsafe.AddByteOffset(ref c, s.CRow);
        c1_0.Store(ref c);
        c = ref Unsafe.AddByteOffset(ref c, s.CRow);
        c2_0.Store(ref c);
        c = ref Unsafe.AddByteOffset(ref c, s.CRow);
        c3_0.Store(ref c);
        c = ref Unsafe.AddByteOffset(ref c, s.CRow);
        c4_0.Store(ref c);
        c = ref Unsafe.AddByteOffset(ref c, s.CRow);
        c5_0.Store(ref c);
        c = ref Unsafe.AddByteOffset(ref c, s.CRow);
        c6_0.Store(ref c);
    }
}
