namespace Digits.Learning.Tests;

/// <summary>A fact about every engine. Each test project has its own such attribute, which knows whether the engine is there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ContractFactAttribute : FactAttribute;
