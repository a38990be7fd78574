namespace Aspire.Hosting.ApplicationModel;

/// <summary>The form of an icon.</summary>
public enum IconVariant
{
    /// <summary>Lines only.</summary>
    Regular,

    /// <summary>Filled.</summary>
    Filled,
}
