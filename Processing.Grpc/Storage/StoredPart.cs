namespace Digits.Processing.Storage;

/// <summary>What the catalogue knows of one part of a version.</summary>
internal sealed class StoredPart
{
    public required int Count { get; init; }

    /// <summary>Samples of each class, in class order.</summary>
    public required int[] ClassCounts { get; init; }
}
