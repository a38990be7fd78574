namespace Digits.Processing.Storage;

/// <summary>A data set, as the catalogue keeps it.</summary>
internal sealed class StoredDataset
{
    public required string Name { get; init; }

    /// <summary>The version that is meant when none is named.</summary>
    public required string Current { get; init; }

    /// <summary>The number of the next sample. It only rises, so that no number is ever given twice.</summary>
    public required int NextNumber { get; init; }
}
