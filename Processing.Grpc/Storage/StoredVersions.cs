using Digits.Learning.Data;
using Digits.Processing.V1;
using Digits.Processing.Versions;

namespace Digits.Processing.Storage;

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
