namespace Digits.Processing.Import;

/// <summary>A file that has arrived.</summary>
/// <param name="Name">What the sender calls it, made fit for a message.</param>
/// <param name="Path">Where it lies until the import ends.</param>
internal sealed record UploadedFile(string Name, string Path);
