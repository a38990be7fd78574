using System.Runtime.CompilerServices;
using Aspire.Hosting.Consoles;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The consoles of the resources: what their processes write, and what the application host has to say to each.</summary>
public class ResourceLoggerService
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ConsoleRing> _rings = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeProvider _time;

    internal ResourceLoggerService(TimeProvider time) => _time = time;

    /// <summary>A logger that writes to the console of a resource, of all its replicas.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The logger.</returns>
    public ILogger GetLogger(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new ConsoleLogger(() => ResourceNotificationService.InstanceIds(resource).Select(Ring));
    }

    /// <summary>A logger that writes to the console of one running instance.</summary>
    /// <param name="resourceName">The id of the instance.</param>
    /// <returns>The logger.</returns>
    public ILogger GetLogger(string resourceName)
    {
        ArgumentNullException.ThrowIfNull(resourceName);
        return new ConsoleLogger(() => [Ring(resourceName)]);
    }

    /// <summary>Follows the console of a resource: first the lines that are kept, then every new one.</summary>
    /// <param name="resource">The resource; with replicas, the first of them.</param>
    /// <returns>Lines in order, several at a time.</returns>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return WatchAsync(ResourceNotificationService.InstanceIds(resource)[0]);
    }

    /// <summary>Follows the console of one running instance: first the lines that are kept, then every new one.</summary>
    /// <param name="resourceName">The id of the instance.</param>
    /// <returns>Lines in order, several at a time.</returns>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => Ring(resourceName).WatchAsync();

    /// <summary>The lines that are kept of a resource; the sequence ends after them.</summary>
    /// <param name="resource">The resource; with replicas, the first of them.</param>
    /// <returns>Lines in order.</returns>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return GetAllAsync(ResourceNotificationService.InstanceIds(resource)[0]);
    }

    /// <summary>The lines that are kept of one running instance; the sequence ends after them.</summary>
    /// <param name="resourceName">The id of the instance.</param>
    /// <returns>Lines in order.</returns>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(string resourceName) => OnceAsync(Ring(resourceName));

    internal void Append(string instanceId, string line, bool isError) => Ring(instanceId).Append(line, isError);

    private static async IAsyncEnumerable<IReadOnlyList<LogLine>> OnceAsync(
        ConsoleRing ring, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        cancellationToken.ThrowIfCancellationRequested();
        yield return ring.ReadAfter(0);
    }

    private ConsoleRing Ring(string instanceId)
    {
        lock (_gate)
        {
            return _rings.TryGetValue(instanceId, out var ring) ? ring : _rings[instanceId] = new ConsoleRing(_time);
        }
    }
}
