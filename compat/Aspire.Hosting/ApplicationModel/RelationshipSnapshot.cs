namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a resource has to do with another.</summary>
/// <param name="ResourceName">The other resource.</param>
/// <param name="Type"><c>Reference</c>, <c>WaitFor</c>, <c>Parent</c> or a word of the model.</param>
public sealed record RelationshipSnapshot(string ResourceName, string Type);
