namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something known about a resource that has no member of its own, such as the id of its process.</summary>
/// <param name="Name">A dotted name, such as <c>executable.pid</c>.</param>
/// <param name="Value">Text, a number, a truth value or a sequence of these.</param>
public sealed record ResourcePropertySnapshot(string Name, object? Value)
{
    /// <summary>Whether the value is masked until it is asked for.</summary>
    public bool IsSensitive { get; init; }
}
