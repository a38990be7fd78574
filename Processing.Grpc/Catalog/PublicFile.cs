namespace Digits.Processing.Catalog;

/// <summary>A file of a public set, as its makers publish it.</summary>
/// <param name="Name">Its name, here as there; safe as a file's name.</param>
/// <param name="Size">Its size in bytes; 0 when not known.</param>
/// <param name="Hash">The hash that it must have; null when not known.</param>
/// <param name="Addresses">Where it is, best first.</param>
internal sealed record PublicFile(string Name, long Size, Checksum? Hash, params IReadOnlyList<string> Addresses)
{
    /// <summary>
    /// The hash of what the file unpacks to, where that is known: it proves a copy that was unpacked or packed anew. Only files that are
    /// gzip have one.
    /// </summary>
    public Checksum? Content { get; init; }

    /// <summary>What the file is called when it lies unpacked.</summary>
    public string UnpackedName => Path.GetFileNameWithoutExtension(Name);
}
