using Digits.Datasets.Versions;
using Digits.Learning.Data;

namespace Digits.Datasets.Storage;

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

/// <summary>Makes the rows of new versions.</summary>
internal static class StoredVersions
{
    private const int NameLength = 16;

    /// <summary>The row of a version; its index is still to be written, and its hash to be filled in.</summary>
    public static StoredVersion Describe(
        string name, ImageShape shape, IReadOnlyList<string> labels, VersionIndex index, string contentHash, int[] packs, DateTimeOffset now) =>
        new()
        {
            Name = name,
            Version = contentHash[..NameLength],
            ContentHash = contentHash,
            Height = shape.Height,
            Width = shape.Width,
            Channels = shape.Channels,
            Labels = [.. labels],
            Train = Count(index.Classes(Part.Train), labels.Count),
            Validation = Count(index.Classes(Part.Validation), labels.Count),
            Test = Count(index.Classes(Part.Test), labels.Count),
            IndexHash = "",
            Packs = packs,
            CreateTime = now,
        };

    private static StoredPart Count(ReadOnlySpan<ushort> classes, int classCount)
    {
        var counts = new int[classCount];
        foreach (var sampleClass in classes)
        {
            counts[sampleClass]++;
        }

        return new StoredPart { Count = classes.Length, ClassCounts = counts };
    }
}

/// <summary>What the catalogue knows of one part of a version.</summary>
internal sealed class StoredPart
{
    public required int Count { get; init; }

    /// <summary>Samples of each class, in class order.</summary>
    public required int[] ClassCounts { get; init; }
}
