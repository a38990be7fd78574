using Digits.Learning.Torch;

namespace Digits.Learning.Tests;

/// <summary>A fact that is skipped, with the reason, where TorchSharp's native library cannot be loaded.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ContractFactAttribute : FactAttribute
{
    public ContractFactAttribute() => Skip = TorchLibrary.Fault;
}
