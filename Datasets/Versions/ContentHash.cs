using System.Security.Cryptography;
using Digits.Learning.Data;

namespace Digits.Datasets.Versions;

/// <summary>
/// The hash that names the content of a version: SHA-256 over shape, labels and, part by part, the image hash and the class of every sample
/// in order.
/// </summary>
internal static class ContentHash
{
    // Says what is hashed and how; another way of hashing needs another first line.
    private const string Scheme = "digits dataset 2";
    private const int SampleBytes = ImageHash.Size + sizeof(ushort);
    private const int SamplesPerBlock = 4096;

    /// <summary>Computes the hash, in lower-case hexadecimal.</summary>
    /// <param name="shape">The shape of every image.</param>
    /// <param name="labels">The labels in class order.</param>
    /// <param name="index">The samples.</param>
    /// <param name="hashesOf">Gives the hashes of the images with the given numbers.</param>
    public static string Compute(ImageShape shape, IReadOnlyList<string> labels, VersionIndex index, HashesOf hashesOf)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Head(shape, labels));
        Span<byte> count = stackalloc byte[sizeof(int)];
        var hashes = new UInt128[SamplesPerBlock];
        var block = new byte[SamplesPerBlock * SampleBytes];
        foreach (var part in PartSet.All)
        {
            var numbers = index.Numbers(part);
            var classes = index.Classes(part);
            BinaryPrimitives.WriteInt32LittleEndian(count, numbers.Length);
            sha.AppendData(count);
            for (var first = 0; first < numbers.Length; first += SamplesPerBlock)
            {
                var length = Math.Min(SamplesPerBlock, numbers.Length - first);
                hashesOf(numbers.Slice(first, length), hashes.AsSpan(0, length));
                for (var sample = 0; sample < length; sample++)
                {
                    var bytes = block.AsSpan(sample * SampleBytes, SampleBytes);
                    BinaryPrimitives.WriteUInt128LittleEndian(bytes, hashes[sample]);
                    BinaryPrimitives.WriteUInt16LittleEndian(bytes[ImageHash.Size..], classes[first + sample]);
                }

                sha.AppendData(block.AsSpan(0, length * SampleBytes));
            }
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    private static byte[] Head(ImageShape shape, IReadOnlyList<string> labels)
    {
        // BinaryWriter puts a length before every string, so no two contents write the same bytes.
        using var head = new MemoryStream();
        using (var writer = new BinaryWriter(head, Encoding.UTF8))
        {
            writer.Write(Scheme);
            writer.Write(shape.Height);
            writer.Write(shape.Width);
            writer.Write(shape.Channels);
            writer.Write(labels.Count);
            foreach (var label in labels)
            {
                writer.Write(label);
            }
        }

        return head.ToArray();
    }
}

/// <summary>Gives the hashes of the images with the given numbers.</summary>
internal delegate void HashesOf(ReadOnlySpan<int> numbers, Span<UInt128> hashes);

/// <summary>The hash that identifies an image: the first 128 bits of the SHA-256 of its pixels. Equal hashes mean equal images.</summary>
internal static class ImageHash
{
    public const int Size = 16;

    public static UInt128 Of(ReadOnlySpan<byte> pixels)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(pixels, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
