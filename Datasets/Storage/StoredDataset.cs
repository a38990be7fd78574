namespace Digits.Datasets.Storage;

/// <summary>A data set, as the catalogue keeps it.</summary>
internal sealed class StoredDataset
{
    public required string Name { get; init; }

    /// <summary>The version that is meant when none is named.</summary>
    public required string Current { get; init; }

    /// <summary>The number of the next sample. It only rises, so that no number is ever given twice.</summary>
    public required int NextNumber { get; init; }
}

/// <summary>A pack of images of a data set, as the catalogue keeps it.</summary>
internal sealed class StoredPack
{
    public required string Dataset { get; init; }

    /// <summary>The number of its first image; names its files.</summary>
    public required int First { get; init; }

    /// <summary>How many images it has.</summary>
    public required int Count { get; init; }
}

/// <summary>What a change does. The numbers are those of the contract and of the stored data.</summary>
internal enum ChangeKind
{
    Unspecified = 0,
    Import = 1,
    Generate = 2,
    Add = 3,
    Relabel = 4,
    Remove = 5,
    Split = 6,
    Restore = 7,
    Correct = 8,
}

/// <summary>A change of a data set and the version that it led to, as the catalogue keeps it.</summary>
internal sealed class StoredChange
{
    /// <summary>Rises with every change.</summary>
    public long Id { get; init; }

    public required string Dataset { get; init; }

    public required string Version { get; init; }

    /// <summary>The version that was changed; empty for the first.</summary>
    public required string Parent { get; init; }

    public required ChangeKind Kind { get; init; }

    public required int Added { get; init; }

    public required int Removed { get; init; }

    public required int Relabeled { get; init; }

    public required string Author { get; init; }

    public required string Note { get; init; }

    public required DateTimeOffset CreateTime { get; init; }
}
