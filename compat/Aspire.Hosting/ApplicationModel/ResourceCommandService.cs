namespace Aspire.Hosting.ApplicationModel;

/// <summary>Runs commands of resources.</summary>
public class ResourceCommandService
{
    private readonly ResourceNotificationService _notifications;
    private readonly ResourceLoggerService _loggers;
    private readonly IServiceProvider _services;

    internal ResourceCommandService(ResourceNotificationService notifications, ResourceLoggerService loggers, IServiceProvider services)
    {
        _notifications = notifications;
        _loggers = loggers;
        _services = services;
    }

    /// <summary>Runs a command of one running instance.</summary>
    /// <param name="resourceId">The id of the instance, or the name of a resource without replicas.</param>
    /// <param name="commandName">The command, for example one of <see cref="KnownResourceCommands"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How it went; a command that is not there or fails is a result, not an exception.</returns>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default) =>
        _notifications.TryGetCurrentState(resourceId, out var known)
            ? ExecuteAsync(known.Resource, known.ResourceId, commandName, cancellationToken)
            : Task.FromResult(CommandResults.Failure($"There is no resource '{resourceId}'."));

    /// <summary>Runs a command of a resource, of all its replicas at once.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="commandName">The command, for example one of <see cref="KnownResourceCommands"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How it went; the failures of several replicas are put together.</returns>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var results = await Task.WhenAll(
            ResourceNotificationService.InstanceIds(resource).Select(id => ExecuteAsync(resource, id, commandName, cancellationToken)));
        ExecuteCommandResult[] failures = [.. results.Where(r => !r.Success)];
        return failures switch
        {
            [] => CommandResults.Success(),
            [var only] => only,
            _ when failures.All(r => r.Canceled) => CommandResults.Canceled(),
            _ => CommandResults.Failure(string.Join(' ', failures.Select(r => r.ErrorMessage).Where(m => m is not null).Distinct())),
        };
    }

    private async Task<ExecuteCommandResult> ExecuteAsync(
        IResource resource, string resourceId, string commandName, CancellationToken cancellationToken)
    {
        var command = resource.Annotations.OfType<ResourceCommandAnnotation>().LastOrDefault(c => c.Name == commandName || $"resource-{commandName}" == c.Name);
        if (command is null)
        {
            return CommandResults.Failure($"Resource '{resourceId}' has no command '{commandName}'.");
        }

        var logger = _loggers.GetLogger(resourceId);
        try
        {
            return await command.ExecuteCommand(new ExecuteCommandContext
            {
                ServiceProvider = _services,
                ResourceName = resourceId,
                CancellationToken = cancellationToken,
                Logger = logger,
            });
        }
        catch (OperationCanceledException)
        {
            return CommandResults.Canceled();
        }
        catch (Exception fault)
        {
            // A command of the model threw. Whoever asked for it is told; the application goes on.
            Running.Log.CommandFailed(logger, command.Name, resourceId, fault);
            return CommandResults.Failure(fault);
        }
    }
}
