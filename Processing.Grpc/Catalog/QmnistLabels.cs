using System.Buffers.Binary;
using System.IO.Compression;

namespace Digits.Processing.Catalog;

/// <summary>
/// Reads QMNIST's labels: IDX of big-endian 32-bit numbers in two dimensions, eight numbers a sample. The first is the class; the others
/// tell the writer and where the sample comes from.
/// </summary>
internal static class QmnistLabels
{
    private const int Magic = 0x00000c02;
    private const int LabelsMagic = 0x00000801;
    private const int Columns = 8;
    private const int HeaderSize = 3 * sizeof(int);

    /// <summary>Writes the classes as an ordinary IDX file of labels.</summary>
    /// <exception cref="InvalidDataException">The file is not as described.</exception>
    public static void ToIdx(string path, string target, CancellationToken cancellationToken)
    {
        using var unpacked = new BufferedStream(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        using var labels = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        var count = ReadHeader(unpacked);
        Span<byte> header = stackalloc byte[2 * sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(header, LabelsMagic);
        BinaryPrimitives.WriteInt32BigEndian(header[sizeof(int)..], count);
        labels.Write(header);

        Span<byte> row = stackalloc byte[Columns * sizeof(int)];
        for (var index = 0; index < count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadExactly(unpacked, row);
            var value = BinaryPrimitives.ReadInt32BigEndian(row);
            labels.WriteByte(value is >= 0 and <= 9 ? (byte)value : throw new InvalidDataException($"label {index} is {value}"));
        }

        if (unpacked.ReadByte() >= 0)
        {
            throw new InvalidDataException("there is more than its header says");
        }
    }

    private static int ReadHeader(BufferedStream stream)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        ReadExactly(stream, header);
        var count = BinaryPrimitives.ReadInt32BigEndian(header[sizeof(int)..]);
        return BinaryPrimitives.ReadInt32BigEndian(header) == Magic
            && count > 0
            && BinaryPrimitives.ReadInt32BigEndian(header[(2 * sizeof(int))..]) == Columns
                ? count
                : throw new InvalidDataException("its header is not that of eight numbers a sample");
    }

    private static void ReadExactly(BufferedStream stream, Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new InvalidDataException("it is cut short");
        }
    }
}
