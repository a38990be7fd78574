using Digits.Processing.Storage.Images;
using Digits.Processing.Versions;

namespace Digits.Processing.Samples;

/// <summary>Images on their way out: none leaves that is not the one that was stored.</summary>
internal static class CheckedImages
{
    /// <summary>Reads images and compares each with its hash.</summary>
    /// <param name="reader">The version.</param>
    /// <param name="numbers">Which.</param>
    /// <param name="hashes">Room for as many hashes.</param>
    /// <param name="pixels">Takes the images, one after another.</param>
    /// <exception cref="Grpc.Core.RpcException">DATA_LOSS: the files are damaged.</exception>
    public static void Read(VersionReader reader, ReadOnlySpan<int> numbers, Span<UInt128> hashes, Span<byte> pixels)
    {
        var size = reader.Version.Shape.Size;
        reader.ReadPixels(numbers, pixels);
        reader.ReadHashes(numbers, hashes[..numbers.Length]);
        for (var image = 0; image < numbers.Length; image++)
        {
            if (ImageHash.Of(pixels.Slice(image * size, size)) != hashes[image])
            {
                throw reader.Damaged($"Image {numbers[image]} does not have its hash.");
            }
        }
    }
}
