namespace Digits.Learning.Tests;

/// <summary>As <see cref="ContractFactAttribute"/>, for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ContractTheoryAttribute : TheoryAttribute;
