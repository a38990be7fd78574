namespace Aspire.Hosting.ApplicationModel;

/// <summary>The state of a resource at one moment.</summary>
/// <param name="Text">The state, one of <see cref="KnownResourceStates"/>.</param>
/// <param name="Style">How it is shown, one of <see cref="KnownResourceStateStyles"/>.</param>
public sealed record ResourceStateSnapshot(string Text, string? Style)
{
    /// <summary>Makes a snapshot without a style.</summary>
    /// <param name="s">The state.</param>
    public static implicit operator ResourceStateSnapshot?(string? s) => s is null ? null : new(s, Style: null);
}
