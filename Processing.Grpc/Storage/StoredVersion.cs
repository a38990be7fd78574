using Digits.Learning.Data;
using Digits.Processing.V1;

namespace Digits.Processing.Storage;

/// <summary>One immutable version of a data set, as the catalogue keeps it.</summary>
internal sealed class StoredVersion
{
    /// <summary>Rises with every version added; the newest version of a name has the greatest.</summary>
    public long Id { get; init; }

    public required string Name { get; init; }

    public required string Version { get; init; }

    public required string ContentHash { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int Channels { get; init; }

    /// <summary>The labels in class order.</summary>
    public required string[] Labels { get; init; }

    public required StoredPart Train { get; init; }

    public required StoredPart Test { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public ImageShape Shape => new(Height, Width, Channels);

    public StoredPart this[Part part] => part == Part.Test ? Test : Train;
}
