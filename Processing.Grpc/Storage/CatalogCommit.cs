namespace Digits.Processing.Storage;

/// <summary>What a commit writes into the catalogue, all of it or nothing.</summary>
/// <param name="Dataset">The data set with its new pointers.</param>
/// <param name="Version">The version, where it is new; null when the change led to one that is there.</param>
/// <param name="Change">The change.</param>
/// <param name="Pack">The pack that was added or has grown; null when no image is new.</param>
internal sealed record CatalogCommit(StoredDataset Dataset, StoredVersion? Version, StoredChange Change, StoredPack? Pack)
{
    /// <summary>What else is written in the same transaction.</summary>
    public Func<DatasetsContext, Task>? Alongside { get; init; }
}
