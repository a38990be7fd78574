using Digits.Datasets.Storage;
using Digits.Processing.Mapping;
using Digits.Processing.V1;
using Grpc.Core;

namespace Digits.Processing.Samples;

/// <summary>
/// Sends every sample of a part, straight from the files, no faster than the receiver takes them. While one block is on its way the next is
/// read and checked.
/// </summary>
internal sealed class SampleStream(DatasetLibrary library)
{
    // For a stream whose caller does not read, two blocks are held and a third waits in the connection's buffers.
    private const int BlockBytes = 128 << 10;

    public async Task SendAsync(
        StreamSamplesRequest request, IServerStreamWriter<StreamSamplesResponse> responses, CancellationToken cancellationToken)
    {
        var part = PartMapping.Required(request.Part);
        using var reader = await library.OpenAsync(request.Dataset, request.Version, cancellationToken);
        var perBlock = Math.Max(1, BlockBytes / (reader.Version.Shape.Size + (2 * sizeof(int))));
        using var current = new SampleBlock(reader, part, perBlock, request.WithNumbers);
        using var other = new SampleBlock(reader, part, perBlock, request.WithNumbers);
        var (sending, reading) = (current, other);
        var count = reader.Numbers(part).Length;
        var ready = sending.ReadAsync(0);
        for (var first = 0; first < count; first += perBlock)
        {
            await ready;
            ready = first + perBlock < count ? reading.ReadAsync(first + perBlock) : Task.CompletedTask;
            try
            {
                await responses.WriteAsync(sending.Message, cancellationToken);
            }
            catch
            {
                // The other block's buffer must not go while it is being filled.
                await ready.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }

            (sending, reading) = (reading, sending);
        }

        await ready;
    }
}
