using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Digits.Datasets.Versions;

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
