using Digits.Learning.Data;
using Digits.Processing.V1;

namespace Digits.Processing.Storage;

/// <summary>One immutable version of a data set, as the catalogue keeps it.</summary>
internal sealed record StoredVersion
{
    /// <summary>Rises with every version added.</summary>
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

    public required StoredPart Validation { get; init; }

    public required StoredPart Test { get; init; }

    /// <summary>SHA-256 of the file of its index, in lower-case hexadecimal.</summary>
    public required string IndexHash { get; init; }

    /// <summary>The first numbers of the packs that hold its images.</summary>
    public required int[] Packs { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public ImageShape Shape => new(Height, Width, Channels);

    /// <summary>Samples of all parts.</summary>
    public int Count => Train.Count + Validation.Count + Test.Count;

    public StoredPart this[Part part] => part switch
    {
        Part.Train => Train,
        Part.Validation => Validation,
        Part.Test => Test,
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "A version does not have this part."),
    };
}
