namespace Digits.Processing.Catalog;

/// <summary>A file of a public set on this machine.</summary>
/// <param name="File">Which file it is.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Origin">Where it came from.</param>
internal sealed record FoundFile(PublicFile File, string Path, FileOrigin Origin);
