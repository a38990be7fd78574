namespace Aspire.Hosting.ApplicationModel;

/// <summary>A command of a resource at one moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Whether it can be used.</param>
/// <param name="DisplayName">What the button says.</param>
/// <param name="DisplayDescription">What it does, in a sentence.</param>
/// <param name="Parameter">Handed back with the command.</param>
/// <param name="ConfirmationMessage">What to ask before; null for nothing.</param>
/// <param name="IconName">A FluentUI icon.</param>
/// <param name="IconVariant">The form of the icon.</param>
/// <param name="IsHighlighted">Whether it is shown beside the resource, not only in its menu.</param>
public sealed record ResourceCommandSnapshot(
    string Name,
    ResourceCommandState State,
    string DisplayName,
    string? DisplayDescription,
    object? Parameter,
    string? ConfirmationMessage,
    string? IconName,
    IconVariant? IconVariant,
    bool IsHighlighted);
