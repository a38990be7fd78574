using System.Buffers;
using Digits.Processing.Mapping;
using Digits.Processing.Storage;
using Digits.Processing.V1;
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
        var version = await library.GetAsync(request.Dataset, request.Version, cancellationToken);
        using var reader = await library.OpenAsync(version, part, cancellationToken);

        var size = reader.Shape.Size;
        var perBlock = Math.Max(1, BlockBytes / (size + PartFiles.ClassSize));
        var pixels = ArrayPool<byte>.Shared.Rent(perBlock * size);
        var classes = ArrayPool<byte>.Shared.Rent(perBlock * PartFiles.ClassSize);
        using var check = new PartCheck(reader);
        try
        {
            var response = new StreamSamplesResponse();
            for (var first = 0; first < reader.Stored.Count; first += perBlock)
            {
                var count = Math.Min(perBlock, reader.Stored.Count - first);
                var (pixelBytes, classBytes) = (count * size, count * PartFiles.ClassSize);
                reader.ReadPixels(first, pixels.AsSpan(0, pixelBytes));
                reader.ReadClasses(first, classes.AsSpan(0, classBytes));
                check.Add(pixels.AsSpan(0, pixelBytes), classes.AsSpan(0, classBytes));
                if (first + count == reader.Stored.Count)
                {
                    // Before the last block goes out: a damaged part never arrives whole.
                    check.Finish();
                }

                // A message is written out by the time WriteAsync returns, so the buffer behind it can be used again.
                response.Pixels = UnsafeByteOperations.UnsafeWrap(pixels.AsMemory(0, pixelBytes));
                response.Classes.Clear();
                response.Classes.AddRange(Enumerable.Range(0, count).Select(index => PartReader.ClassAt(classes, index)));
                await responses.WriteAsync(response, cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
            ArrayPool<byte>.Shared.Return(classes);
        }
    }
}
