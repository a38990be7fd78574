using System.Security.Cryptography;
using Digits.Learning.Data;

namespace Digits.Processing.Storage;

/// <summary>The hash that names the content of a version: SHA-256 over shape, labels and the hashes of both parts' files.</summary>
internal static class ContentHash
{
    // Says what is hashed and how; another way of hashing needs another first line.
    private const string Scheme = "digits dataset 1";

    public static string Compute(ImageShape shape, IReadOnlyList<string> labels, StoredPart train, StoredPart test)
    {
        // BinaryWriter puts a length before every string, so no two contents write the same bytes.
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        writer.Write(Scheme);
        writer.Write(shape.Height);
        writer.Write(shape.Width);
        writer.Write(shape.Channels);
        writer.Write(labels.Count);
        foreach (var label in labels)
        {
            writer.Write(label);
        }

        foreach (var part in (StoredPart[])[train, test])
        {
            writer.Write(part.Count);
            writer.Write(part.PixelsHash);
            writer.Write(part.ClassesHash);
        }

        writer.Flush();
        return Convert.ToHexStringLower(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
    }
}
