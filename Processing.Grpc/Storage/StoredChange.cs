using Digits.Processing.V1;

namespace Digits.Processing.Storage;

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
