using System.Buffers;
using Digits.Datasets.Storage;
using Digits.Processing.Mapping;
using Digits.Processing.V1;
using Google.Protobuf;
using Grpc.Core;
using Part = Digits.Datasets.Versions.Part;

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

/// <summary>
/// A block of a part's samples, and the message that carries it. A message is written out by the time that writing it returns, so the same
/// buffers serve block after block.
/// </summary>
internal sealed class SampleBlock(VersionReader reader, Part part, int capacity, bool withNumbers) : IDisposable
{
    private readonly int _imageSize = reader.Version.Shape.Size;
    private readonly byte[] _pixels = ArrayPool<byte>.Shared.Rent(capacity * reader.Version.Shape.Size);
    private readonly UInt128[] _hashes = new UInt128[capacity];

    /// <summary>The samples that were read last.</summary>
    public StreamSamplesResponse Message { get; } = new();

    /// <summary>Reads as many samples as fit, from a position on.</summary>
    public Task ReadAsync(int first) => Task.Run(() => Read(first));

    public void Dispose() => ArrayPool<byte>.Shared.Return(_pixels);

    private void Read(int first)
    {
        var numbers = reader.Numbers(part)[first..];
        numbers = numbers[..Math.Min(capacity, numbers.Length)];
        var pixels = _pixels.AsMemory(0, numbers.Length * _imageSize);
        reader.ReadChecked(numbers, _hashes, pixels.Span);

        Message.Pixels = UnsafeByteOperations.UnsafeWrap(pixels);
        Message.Classes.Clear();
        foreach (var sampleClass in reader.Classes(part).Slice(first, numbers.Length))
        {
            Message.Classes.Add(sampleClass);
        }

        Message.Numbers.Clear();
        if (withNumbers)
        {
            Message.Numbers.AddRange(numbers.ToArray());
        }
    }
}
