namespace Digits.Processing.Catalog;

/// <summary>Where a file of a public set came from.</summary>
internal enum FileOrigin
{
    /// <summary>It lies in the configured folder.</summary>
    Folder,

    /// <summary>It was fetched, now or earlier.</summary>
    Network,
}
