using System.Runtime.CompilerServices;

namespace Digits.Learning.Kernels;

/// <content>Tiles of 1 row.</content>
internal static partial class Tile<TLanes>
{
    [MethodImpl(Hot.Loop)]
    public static void Rows1x2(in TileStrides s, ref float a, ref float b, ref float init, ref float c)
    {
        var c0_0 = TLanes.Load(ref init);
        var c0_1 = TLanes.Load(ref Unsafe.Add(ref init, TLanes.Count));
        for (var segment = s.Segments; segment > 0; segment--)
        {
            ref var a0 = ref a;
            ref var bk = ref b;
            for (var k = s.Steps; k > 0; k--)
            {
                var b0 = TLanes.Load(ref bk);
                var b1 = TLanes.Load(ref Unsafe.Add(ref bk, TLanes.Count));
                var x = TLanes.Broadcast(a0);
                c0_0 = TLanes.MultiplyAdd(x, b0, c0_0);
                c0_1 = TLanes.MultiplyAdd(x, b1, c0_1);
                a0 = ref Unsafe.AddByteOffset(ref a0, s.AStep);
                bk = ref Unsafe.AddByteOffset(ref bk, s.BStep);
            }

            a = ref Unsafe.AddByteOffset(ref a, s.ASegment);
            b = ref Unsafe.AddByteOffset(ref b, s.BSegment);
        }

        c0_0.Store(ref c);
        c0_1.Store(ref Unsafe.Add(ref c, TLanes.Count));
    }

    [MethodImpl(Hot.Loop)]
    public static void Rows1x1(in TileStrides s, ref float a, ref float b, ref float init, ref float c)
    {
        var c0_0 = TLanes.Load(ref init);
        for (var segment = s.Segments; segment > 0; segment--)
        {
            ref var a0 = ref a;
            ref var bk = ref b;
            for (var k = s.Steps; k > 0; k--)
            {
                var b0 = TLanes.Load(ref bk);
                var x = TLanes.Broadcast(a0);
                c0_0 = TLanes.MultiplyAdd(x, b0, c0_0);
                a0 = ref Unsafe.AddByteOffset(ref a0, s.AStep);
                bk = ref Unsafe.AddByteOffset(ref bk, s.BStep);
            }

            a = ref Unsafe.AddByteOffset(ref a, s.ASegment);
            b = ref Unsafe.AddByteOffset(ref b, s.BSegment);
        }

        c0_0.Store(ref c);
    }
}
