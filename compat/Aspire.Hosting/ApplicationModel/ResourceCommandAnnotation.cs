using System.Diagnostics;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A command of a resource.</summary>
/// <param name="name">Its name.</param>
/// <param name="displayName">What the button says.</param>
/// <param name="updateState">Works out whether it can be used.</param>
/// <param name="executeCommand">Does it.</param>
/// <param name="displayDescription">What it does, in a sentence.</param>
/// <param name="parameter">Handed back with the command.</param>
/// <param name="confirmationMessage">What to ask before; null for nothing.</param>
/// <param name="iconName">A FluentUI icon.</param>
/// <param name="iconVariant">The form of the icon.</param>
/// <param name="isHighlighted">Whether it is shown beside the resource, not only in its menu.</param>
[DebuggerDisplay("Name = {Name}")]
public sealed class ResourceCommandAnnotation(
    string name,
    string displayName,
    Func<UpdateCommandStateContext, ResourceCommandState> updateState,
    Func<ExecuteCommandContext, Task<ExecuteCommandResult>> executeCommand,
    string? displayDescription,
    object? parameter,
    string? confirmationMessage,
    string? iconName,
    IconVariant? iconVariant,
    bool isHighlighted) : IResourceAnnotation
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>What the button says.</summary>
    public string DisplayName { get; } = displayName;

    /// <summary>Works out whether it can be used.</summary>
    public Func<UpdateCommandStateContext, ResourceCommandState> UpdateState { get; } = updateState;

    /// <summary>Does it.</summary>
    public Func<ExecuteCommandContext, Task<ExecuteCommandResult>> ExecuteCommand { get; } = executeCommand;

    /// <summary>What it does, in a sentence.</summary>
    public string? DisplayDescription { get; } = displayDescription;

    /// <summary>Handed back with the command.</summary>
    public object? Parameter { get; } = parameter;

    /// <summary>What to ask before; null for nothing.</summary>
    public string? ConfirmationMessage { get; } = confirmationMessage;

    /// <summary>A FluentUI icon.</summary>
    public string? IconName { get; } = iconName;

    /// <summary>The form of the icon.</summary>
    public IconVariant? IconVariant { get; } = iconVariant;

    /// <summary>Whether it is shown beside the resource, not only in its menu.</summary>
    public bool IsHighlighted { get; } = isHighlighted;

    internal ResourceCommandSnapshot Snapshot(CustomResourceSnapshot resource, IServiceProvider services) => new(
        Name,
        UpdateState(new UpdateCommandStateContext { ResourceSnapshot = resource, ServiceProvider = services }),
        DisplayName,
        DisplayDescription,
        Parameter,
        ConfirmationMessage,
        IconName,
        IconVariant,
        IsHighlighted);
}
