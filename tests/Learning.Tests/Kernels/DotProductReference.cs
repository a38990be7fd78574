using System.Runtime.CompilerServices;
using Digits.Learning.Kernels;

namespace Digits.Learning.Tests.Kernels;

/// <summary>The same product in plain loops, which the vector kernels are tested against.</summary>
internal static class DotProductReference
{
    public static void MultiplyReference(this in DotProduct p, ref float a, ref float b, ref float bias, ref float c)
    {
        for (var r = 0; r < p.Rows; r++)
        {
            for (var j = 0; j < p.Columns; j++)
            {
                var sum = Unsafe.Add(ref bias, j);
                for (var k = 0; k < p.Steps; k++)
                {
                    sum += Unsafe.Add(ref a, (r * p.ARow) + k) * Unsafe.Add(ref b, (j * p.BRow) + k);
                }

                Unsafe.Add(ref c, (r * p.CRow) + j) = sum;
            }
        }
    }
}
