using System.Runtime.CompilerServices;

namespace Digits.Learning.Kernels;

/// <summary>Options for the method attribute of a kernel: a method whose loop runs over much data.</summary>
internal static class KernelMethod
{
    /// <summary>
    /// Compiled once and fully, so that it is fast from the first call on; and never into its caller, where profile-guided
    /// inlining puts so many values into one method that registers no longer hold them (measured: up to ten times slower).
    /// </summary>
    public const MethodImplOptions Options = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
