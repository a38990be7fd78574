namespace Aspire.Hosting.ApplicationModel;

/// <summary>How many processes of a project run.</summary>
/// <param name="replicas">The number, at least 1.</param>
public sealed class ReplicaAnnotation(int replicas = 1) : IResourceAnnotation
{
    /// <summary>The number, at least 1.</summary>
    public int Replicas { get; } = replicas;
}
