namespace Digits.Hosting.Tests.Publishing;

/// <summary>A project that listens nowhere by itself.</summary>
public sealed class Worker : SiblingProject
{
    public override LaunchSettings LaunchSettings => new();
}
