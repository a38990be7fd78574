using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Commands;

/// <summary>The commands of everything that runs as a process: start, stop, restart.</summary>
internal static class LifecycleCommands
{
    public static void AddTo(IResource resource)
    {
        resource.Annotations.Add(Command(
            KnownResourceCommands.StartCommand,
            "Start",
            "Start resource",
            "Play",
            state => IsStopped(state) || state == KnownResourceStates.Waiting ? ResourceCommandState.Enabled : OnlyWhenStopped(state),
            (supervisor, cancellationToken) => supervisor.StartAsync(cancellationToken)));
        resource.Annotations.Add(Command(
            KnownResourceCommands.StopCommand,
            "Stop",
            "Stop resource",
            "Stop",
            WhileRunning,
            (supervisor, cancellationToken) => supervisor.StopAsync(cancellationToken)));
        resource.Annotations.Add(Command(
            KnownResourceCommands.RestartCommand,
            "Restart",
            "Restart resource",
            "ArrowCounterclockwise",
            state => state == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
            (supervisor, cancellationToken) => supervisor.RestartAsync(cancellationToken)));
    }

    private static bool IsStopped(string? state) =>
        state is null || state == KnownResourceStates.NotStarted || KnownResourceStates.TerminalStates.Contains(state);

    // The place of the button belongs to one of the two: what cannot be stopped can be started.
    private static ResourceCommandState OnlyWhenStopped(string? state) =>
        state == KnownResourceStates.Starting ? ResourceCommandState.Disabled : ResourceCommandState.Hidden;

    private static ResourceCommandState WhileRunning(string? state)
    {
        if (state == KnownResourceStates.Stopping)
        {
            return ResourceCommandState.Disabled;
        }

        return state == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Hidden;
    }

    private static ResourceCommandAnnotation Command(
        string name,
        string displayName,
        string description,
        string icon,
        Func<string?, ResourceCommandState> state,
        Func<ResourceSupervisor, CancellationToken, Task<ExecuteCommandResult>> execute) => new(
            name,
            displayName,
            context => state(context.ResourceSnapshot.State?.Text),
            context => execute(context.ServiceProvider.GetRequiredService<Supervisors>().Find(context.ResourceName), context.CancellationToken),
            description,
            parameter: null,
            confirmationMessage: null,
            icon,
            IconVariant.Filled,
            isHighlighted: name != KnownResourceCommands.RestartCommand);
}
