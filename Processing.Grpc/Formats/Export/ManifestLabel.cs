namespace Digits.Processing.Formats.Export;

/// <summary>A label and the folder in which its pictures lie.</summary>
internal sealed record ManifestLabel(string Label, string Folder);
