using System.Numerics;
using System.Runtime.Intrinsics;

namespace Digits.Learning.Tests.Kernels;

/// <summary>
/// <c>./test</c> runs the numeric tests again with instruction sets switched off. A switch that a newer runtime no longer knows
/// would be ignored in silence, and the widest kernels tested several times.
/// </summary>
public sealed class InstructionSetTests
{
    [Fact]
    public void Widths_SwitchedOff_AreOff()
    {
        var (all, avx2, avx512) = (IsOff("EnableHWIntrinsic"), IsOff("EnableAVX2"), IsOff("EnableAVX512"));

        Assert.False(Vector512.IsHardwareAccelerated && (avx512 || avx2 || all));
        Assert.False(Vector256.IsHardwareAccelerated && (avx2 || all));
        Assert.False(Vector128.IsHardwareAccelerated && all);
        Assert.False(Vector<float>.Count > Vector128<float>.Count && (avx2 || all));
    }

    [Fact]
    public void Widths_Whatever_HoldTheNarrowerOnes()
    {
        Assert.True(Vector256.IsHardwareAccelerated || !Vector512.IsHardwareAccelerated);
        Assert.True(Vector128.IsHardwareAccelerated || !Vector256.IsHardwareAccelerated);
    }

    private static bool IsOff(string name) => Environment.GetEnvironmentVariable($"DOTNET_{name}") == "0";
}
