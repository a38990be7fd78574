using System.Buffers;
using Digits.Datasets.Storage;
using Digits.Processing.V1;
using Google.Protobuf;
using Part = Digits.Datasets.Versions.Part;

namespace Digits.Processing.Samples;

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
