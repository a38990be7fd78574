using Digits.Processing.Storage;

namespace Digits.Processing.Versions;

/// <summary>What a commit has led to.</summary>
/// <param name="Version">The version, new or there already with the same content.</param>
/// <param name="Moved">Samples that did not keep their part because an equal image is in another.</param>
internal sealed record Committed(StoredVersion Version, int Moved);
