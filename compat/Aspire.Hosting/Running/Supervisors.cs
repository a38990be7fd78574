using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>The supervisors of all instances.</summary>
internal sealed class Supervisors(ResourceRunner runner) : IDisposable
{
    private readonly Dictionary<string, ResourceSupervisor> _byId = [];

    public IReadOnlyCollection<ResourceSupervisor> All => _byId.Values;

    /// <summary>Makes an instance of each process of a resource, before anything starts.</summary>
    public void Add(IResource resource)
    {
        var count = resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
        for (var i = 0; i < count; i++)
        {
            var instance = new ResourceInstance(resource);
            resource.Annotations.Add(instance);
            _byId.Add(instance.Id, new ResourceSupervisor(instance, runner));
        }
    }

    public ResourceSupervisor Find(string instanceId) => _byId.TryGetValue(instanceId, out var supervisor)
        ? supervisor
        : throw new InvalidOperationException("The application has not started yet.");

    public void Dispose()
    {
        foreach (var supervisor in _byId.Values)
        {
            supervisor.Dispose();
        }
    }
}
