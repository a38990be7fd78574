namespace Aspire.Hosting.ApplicationModel;

/// <summary>Choices when a command is added.</summary>
public class CommandOptions
{
    /// <summary>What it does, in a sentence.</summary>
    public string? Description { get; set; }

    /// <summary>Handed back with the command.</summary>
    public object? Parameter { get; set; }

    /// <summary>What to ask before; null for nothing.</summary>
    public string? ConfirmationMessage { get; set; }

    /// <summary>A FluentUI icon.</summary>
    public string? IconName { get; set; }

    /// <summary>The form of the icon.</summary>
    public IconVariant? IconVariant { get; set; }

    /// <summary>Whether it is shown beside the resource, not only in its menu.</summary>
    public bool IsHighlighted { get; set; }

    /// <summary>Works out whether the command can be used; null for always.</summary>
    public Func<UpdateCommandStateContext, ResourceCommandState>? UpdateState { get; set; }
}
