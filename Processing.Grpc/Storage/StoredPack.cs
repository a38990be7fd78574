namespace Digits.Processing.Storage;

/// <summary>A pack of images of a data set, as the catalogue keeps it.</summary>
internal sealed class StoredPack
{
    public required string Dataset { get; init; }

    /// <summary>The number of its first image; names its files.</summary>
    public required int First { get; init; }

    /// <summary>How many images it has.</summary>
    public required int Count { get; init; }
}
