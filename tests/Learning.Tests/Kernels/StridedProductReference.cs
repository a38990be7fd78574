using System.Runtime.CompilerServices;
using Digits.Learning.Kernels;

namespace Digits.Learning.Tests.Kernels;

/// <summary>The same product in plain loops, which the vector kernels are tested against.</summary>
internal static class StridedProductReference
{
    public static void MultiplyReference(this in StridedProduct p, ref float a, ref float b, ref float init, ref float c)
    {
        for (var block = 0; block < p.Blocks; block++)
        {
            for (var r = 0; r < p.Rows; r++)
            {
                for (var j = 0; j < p.Columns; j++)
                {
                    var sum = Unsafe.Add(ref init, (block * p.InitBlock) + (r * p.InitRow) + j);
                    for (var segment = 0; segment < p.Segments; segment++)
                    {
                        for (var k = 0; k < p.Steps; k++)
                        {
                            sum += Unsafe.Add(ref a, (block * p.ABlock) + (segment * p.ASegment) + (r * p.ARow) + (k * p.AStep))
                                * Unsafe.Add(ref b, (segment * p.BSegment) + (k * p.BStep) + j);
                        }
                    }

                    Unsafe.Add(ref c, (block * p.CBlock) + (r * p.CRow) + j) = sum;
                }
            }
        }
    }
}
