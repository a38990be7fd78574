using Aspire.Dashboard.Configuration;
using Aspire.DashboardService.Proto.V1;

namespace Aspire.Dashboard.Resources;

/// <summary>The resources as the application host last described them. Safe for several threads.</summary>
internal sealed class ResourceCatalog(DashboardOptions options)
{
    private readonly Lock _gate = new();
    private Dictionary<string, Resource> _resources = new(StringComparer.Ordinal);

    /// <summary>Grows with every change.</summary>
    public long Revision { get; private set; }

    public string ApplicationName { get; private set; } = options.ApplicationName;

    public ResourceConnection Connection { get; private set; } =
        options.ResourceServiceUrl is null ? ResourceConnection.None : ResourceConnection.Connecting;

    /// <summary>All resources in the order of their names.</summary>
    public IReadOnlyList<Resource> List()
    {
        lock (_gate)
        {
            return [.. _resources.Values.OrderBy(resource => resource.Name, StringComparer.Ordinal)];
        }
    }

    public Resource? Find(string name)
    {
        lock (_gate)
        {
            return _resources.GetValueOrDefault(name);
        }
    }

    public void Connected(string applicationName)
    {
        lock (_gate)
        {
            ApplicationName = applicationName.Length > 0 ? applicationName : options.ApplicationName;
            Connection = ResourceConnection.Connected;
            Revision++;
        }
    }

    public void Disconnected()
    {
        lock (_gate)
        {
            Connection = Connection is ResourceConnection.Connecting ? ResourceConnection.Connecting : ResourceConnection.Lost;
            Revision++;
        }
    }

    public void Apply(WatchResourcesUpdate update)
    {
        lock (_gate)
        {
            if (update.KindCase == WatchResourcesUpdate.KindOneofCase.InitialData)
            {
                _resources = new(StringComparer.Ordinal);
                foreach (var resource in update.InitialData.Resources)
                {
                    _resources[resource.Name] = resource;
                }
            }

            foreach (var change in update.Changes?.Value ?? [])
            {
                if (change.KindCase == WatchResourcesChange.KindOneofCase.Upsert)
                {
                    _resources[change.Upsert.Name] = change.Upsert;
                }
                else if (change.KindCase == WatchResourcesChange.KindOneofCase.Delete)
                {
                    _resources.Remove(change.Delete.ResourceName);
                }
            }

            Revision++;
        }
    }
}
