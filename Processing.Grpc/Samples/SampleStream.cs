using System.Buffers;
using Digits.Processing.Mapping;
using Digits.Processing.Storage;
using Digits.Processing.Storage.Images;
using Digits.Processing.V1;
using Digits.Processing.Versions;
using Google.Protobuf;
using Grpc.Core;

namespace Digits.Processing.Samples;

/// <summary>Sends every sample of a part, straight from the files, no faster than the receiver takes them.</summary>
internal sealed class SampleStream(DatasetLibrary library)
{
    private const int BlockBytes = 800 << 10;

    public async Task SendAsync(
        StreamSamplesRequest request, IServerStreamWriter<StreamSamplesResponse> responses, CancellationToken cancellationToken)
    {
        var part = PartMapping.Required(request.Part);
        using var reader = await library.OpenAsync(request.Dataset, request.Version, cancellationToken);
        var size = reader.Version.Shape.Size;
        var perBlock = Math.Max(1, BlockBytes / (size + sizeof(int)));
        var pixels = ArrayPool<byte>.Shared.Rent(perBlock * size);
        try
        {
            var response = new StreamSamplesResponse();
            for (var first = 0; first < reader.Numbers(part).Length; first += perBlock)
            {
                var count = Math.Min(perBlock, reader.Numbers(part).Length - first);
                Read(reader, reader.Numbers(part).Slice(first, count), pixels.AsSpan(0, count * size));

                // A message is written out by the time WriteAsync returns, so the buffer behind it can be used again.
                response.Pixels = UnsafeByteOperations.UnsafeWrap(pixels.AsMemory(0, count * size));
                response.Classes.Clear();
                foreach (var sampleClass in reader.Classes(part).Slice(first, count))
                {
                    response.Classes.Add(sampleClass);
                }

                response.Numbers.Clear();
                if (request.WithNumbers)
                {
                    response.Numbers.AddRange(reader.Numbers(part).Slice(first, count).ToArray());
                }

                await responses.WriteAsync(response, cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }

    // No image leaves that is not the one that was stored.
    private static void Read(VersionReader reader, ReadOnlySpan<int> numbers, Span<byte> pixels)
    {
        var size = reader.Version.Shape.Size;
        var hashes = new UInt128[numbers.Length];
        reader.ReadPixels(numbers, pixels);
        reader.ReadHashes(numbers, hashes);
        for (var image = 0; image < numbers.Length; image++)
        {
            if (ImageHash.Of(pixels.Slice(image * size, size)) != hashes[image])
            {
                throw reader.Damaged($"Image {numbers[image]} does not have its hash.");
            }
        }
    }
}
