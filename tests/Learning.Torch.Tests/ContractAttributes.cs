using Digits.Learning.Torch;
using Digits.Tests.Debian;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Digits.Learning.Tests;

/// <summary>A fact that needs TorchSharp's native library. Where that does not load, InDebian13Tests runs it instead.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Digits.Learning.Tests.ContractFactDiscoverer", "Learning.Torch.Tests")]
internal sealed class ContractFactAttribute : FactAttribute;

/// <summary>A theory that needs TorchSharp's native library. Where that does not load, InDebian13Tests runs it instead.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Digits.Learning.Tests.ContractTheoryDiscoverer", "Learning.Torch.Tests")]
internal sealed class ContractTheoryAttribute : TheoryAttribute;

/// <summary>Finds nothing where the library does not load.</summary>
public sealed class ContractFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    /// <inheritdoc/>
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        TorchLibrary.Fault is null ? base.Discover(discoveryOptions, testMethod, factAttribute) : [];
}

/// <summary>Finds nothing where the library does not load.</summary>
public sealed class ContractTheoryDiscoverer(IMessageSink messages) : TheoryDiscoverer(messages)
{
    /// <inheritdoc/>
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        TorchLibrary.Fault is null ? base.Discover(discoveryOptions, testMethod, theoryAttribute) : [];
}

/// <summary>A fact for systems where the library does not load; skipped, with the reason, where Debian 13 cannot be entered either.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Digits.Learning.Tests.InDebian13FactDiscoverer", "Learning.Torch.Tests")]
internal sealed class InDebian13FactAttribute : FactAttribute
{
    public InDebian13FactAttribute() => Skip = Debian13.Missing is { } missing ? $"{TorchLibrary.Fault}. {missing}" : null;
}

/// <summary>Finds nothing where the library loads.</summary>
public sealed class InDebian13FactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    /// <inheritdoc/>
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        TorchLibrary.Fault is null ? [] : base.Discover(discoveryOptions, testMethod, factAttribute);
}
