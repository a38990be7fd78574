using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Knows the state of every resource and tells those who wait for a change.</summary>
public partial class ResourceNotificationService
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ResourceEvent> _current = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Channel<ResourceEvent>> _watchers = [];
    private readonly ResourceNotificationServiceOptions _options;
    private readonly ResourceLoggerService _loggers;
    private readonly IServiceProvider _services;

    internal ResourceNotificationService(
        IOptions<ResourceNotificationServiceOptions> options, ResourceLoggerService loggers, IServiceProvider services)
    {
        _options = options.Value;
        _loggers = loggers;
        _services = services;
    }

    /// <summary>Changes what is known about a resource, about all its replicas, and tells everyone.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="stateFactory">Makes the new snapshot from the old one.</param>
    /// <returns>Ends when the change is published.</returns>
    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        foreach (var id in InstanceIds(resource))
        {
            Publish(resource, id, stateFactory);
        }

        return Task.CompletedTask;
    }

    /// <summary>Changes what is known about one running instance of a resource and tells everyone.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="resourceId">The id of the instance.</param>
    /// <param name="stateFactory">Makes the new snapshot from the old one.</param>
    /// <returns>Ends when the change is published.</returns>
    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        Publish(resource, resourceId, stateFactory);
        return Task.CompletedTask;
    }

    /// <summary>Gets what is known about a resource now.</summary>
    /// <param name="resourceId">The id of the running instance; the name will do for a resource without replicas.</param>
    /// <param name="resourceEvent">The last change.</param>
    /// <returns>Whether anything is known.</returns>
    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (_gate)
        {
            if (_current.TryGetValue(resourceId, out resourceEvent))
            {
                return true;
            }

            ResourceEvent[] named = [.. _current.Values.Where(e => string.Equals(e.Resource.Name, resourceId, StringComparison.OrdinalIgnoreCase))];
            resourceEvent = named is [var only] ? only : null;
            return resourceEvent is not null;
        }
    }

    /// <summary>Follows all resources: first what is known of each, then every change.</summary>
    /// <param name="cancellationToken">Ends the sequence.</param>
    /// <returns>The changes.</returns>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var watcher = Channel.CreateUnbounded<ResourceEvent>(new UnboundedChannelOptions { SingleReader = true });
        lock (_gate)
        {
            foreach (var known in _current.Values)
            {
                watcher.Writer.TryWrite(known);
            }

            _watchers.Add(watcher);
        }

        try
        {
            await foreach (var change in watcher.Reader.ReadAllAsync(cancellationToken))
            {
                yield return change;
            }
        }
        finally
        {
            lock (_gate)
            {
                _watchers.Remove(watcher);
            }
        }
    }

    /// <summary>Waits until a resource is in a state.</summary>
    /// <param name="resourceName">The resource's name.</param>
    /// <param name="targetState">The state; null for <see cref="KnownResourceStates.Running"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Ends when the state is reached.</returns>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <summary>Waits until a resource is in one of several states.</summary>
    /// <param name="resourceName">The resource's name.</param>
    /// <param name="targetStates">The states.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The state that was reached.</returns>
    public async Task<string> WaitForResourceAsync(
        string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        string[] wanted = [.. targetStates];
        var reached = await WaitForResourceAsync(resourceName, e => wanted.Contains(e.Snapshot.State?.Text), cancellationToken);
        return reached.Snapshot.State!.Text;
    }

    /// <summary>Waits until a condition on a resource holds.</summary>
    /// <param name="resourceName">The resource's name.</param>
    /// <param name="predicate">The condition.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The change that fulfilled it.</returns>
    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        await foreach (var change in WatchAsync(cancellationToken))
        {
            if (string.Equals(change.Resource.Name, resourceName, StringComparison.OrdinalIgnoreCase) && predicate(change))
            {
                return change;
            }
        }

        throw new OperationCanceledException(cancellationToken);
    }

    /// <summary>Waits until a resource runs, its health checks pass and the handlers of <see cref="ResourceReadyEvent"/> are through.</summary>
    /// <param name="resourceName">The resource's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The change that fulfilled it.</returns>
    /// <exception cref="DistributedApplicationException">The resource ended or failed to start.</exception>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, _options.DefaultWaitBehavior, cancellationToken);

    /// <summary>Waits until a resource runs, its health checks pass and the handlers of <see cref="ResourceReadyEvent"/> are through.</summary>
    /// <param name="resourceName">The resource's name.</param>
    /// <param name="waitBehavior">Whether to go on waiting when the resource has ended or failed to start.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The change that fulfilled it.</returns>
    /// <exception cref="DistributedApplicationException">The resource ended or failed to start, and waiting on was not asked for.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var reached = await WaitForResourceAsync(resourceName, e => IsReady(e) || IsHopeless(e, waitBehavior), cancellationToken);
        return await ReadyAsync(reached, cancellationToken);
    }

    private static bool HasEnded(ResourceEvent change) => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text);

    private static void ThrowIfEnded(ResourceEvent change)
    {
        if (HasEnded(change))
        {
            throw new DistributedApplicationException(
                $"'{change.Resource.Name}' is not available: its state is {change.Snapshot.State!.Text}"
                + (change.Snapshot.ExitCode is { } code ? $", exit code {code}." : "."));
        }
    }

    private void Publish(IResource resource, string id, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        lock (_gate)
        {
            var snapshot = stateFactory(_current.TryGetValue(id, out var known) ? known.Snapshot : FirstSnapshot(resource));
            var commands = resource.Annotations.OfType<ResourceCommandAnnotation>().Select(c => c.Snapshot(snapshot, _services));
            var change = new ResourceEvent(resource, id, snapshot with { Commands = [.. commands] });
            _current[id] = change;
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(change);
            }
        }
    }
}
