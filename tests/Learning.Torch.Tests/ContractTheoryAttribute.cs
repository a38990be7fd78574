using Digits.Learning.Torch;

namespace Digits.Learning.Tests;

/// <summary>A theory that is skipped, with the reason, where TorchSharp's native library cannot be loaded.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ContractTheoryAttribute : TheoryAttribute
{
    public ContractTheoryAttribute() => Skip = TorchLibrary.Fault;
}
