using System.Text.Json.Serialization;

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
/// <param name="Dataset">The data set.</param>
/// <param name="First">The number of its first image; names its files.</param>
/// <param name="Count">How many images it has.</param>
internal sealed record StoredPack(string Dataset, int First, int Count);

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

    /// <summary>Samples were added, relabelled and removed in one step.</summary>
    Edit = 9,

    /// <summary>Samples of several data sets were put together.</summary>
    Combine = 10,
}

/// <summary>
/// A change of a data set and the version that it led to: a row of the catalogue, and a file in the folder of the data set, whose fields come
/// in this order.
/// </summary>
internal sealed record StoredChange
{
    /// <summary>Rises with every change; 0 as long as the change is no row.</summary>
    [JsonIgnore]
    public long Id { get; init; }

    public required string Dataset { get; init; }

    public required string Version { get; init; }

    /// <summary>The version that was changed; empty for the first.</summary>
    public required string Parent { get; init; }

    public required ChangeKind Kind { get; init; }

    public required int Added { get; init; }

    public int Removed { get; init; }

    public int Relabeled { get; init; }

    public string Author { get; init; } = "";

    public string Note { get; init; } = "";

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>The number of the next sample after the change; only the file has it.</summary>
    public int NextNumber { get; init; }

    /// <summary>Whether two tell the same change, one of them a row and the other a file.</summary>
    public bool Agrees(StoredChange other) => this with { Id = other.Id, NextNumber = other.NextNumber } == other;
}
