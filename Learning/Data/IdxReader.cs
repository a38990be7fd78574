using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;

namespace Digits.Learning.Data;

/// <summary>
/// Reads an IDX file item by item, plain or packed with gzip, recognised by its first bytes.
/// Nothing is held in memory but what the caller asks for, so a file may be of any size.
/// </summary>
/// <remarks>A file is good only once <see cref="ReadEnd"/> has returned: it finds what comes too much, and a wrong gzip checksum.</remarks>
public sealed class IdxReader : IDisposable
{
    private const int BufferSize = 1 << 16;
    private const byte GzipMagic1 = 0x1F;
    private const byte GzipMagic2 = 0x8B;

    // The most that deflate can make of a byte, as zlib's documentation gives it.
    private const int MaxGzipRatio = 1032;

    private readonly Stream _file;
    private readonly Stream _content;
    private readonly bool _packed;
    private int _itemsRead;

    private IdxReader(Stream file, bool packed, string name)
    {
        _file = file;
        _content = packed ? new GZipStream(file, CompressionMode.Decompress) : file;
        _packed = packed;
        Name = name;
    }

    /// <summary>The file's name as it appears in messages.</summary>
    public string Name { get; }

    /// <summary>What the file says of itself.</summary>
    public IdxHeader Header { get; private set; }

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">How messages call the file; by default its name without the folder.</param>
    /// <exception cref="IdxFormatException">
    /// The file cannot be an IDX file of images or labels, or cannot be as long as its header says.
    /// </exception>
    public static IdxReader Open(string path, string? name = null) => Open(
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan),
        name ?? Path.GetFileName(path));

    /// <summary>Takes a stream over, and reads its header.</summary>
    /// <param name="stream">A seekable stream that stands at the beginning of the file; closed with the reader.</param>
    /// <param name="name">How messages call the file.</param>
    /// <exception cref="IdxFormatException">
    /// The file cannot be an IDX file of images or labels, or cannot be as long as its header says.
    /// </exception>
    public static IdxReader Open(Stream stream, string name)
    {
        var reader = new IdxReader(stream, IsGzip(stream), name);
        try
        {
            reader.ReadHeader();
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next items.</summary>
    /// <param name="items">Room for a whole number of items, no more than are left.</param>
    /// <exception cref="IdxFormatException">The file ends too early or its packing is damaged.</exception>
    public void ReadItems(Span<byte> items)
    {
        Debug.Assert(items.Length % Header.ItemSize == 0, "Only whole items can be read.");
        var wanted = items.Length / Header.ItemSize;
        Debug.Assert(wanted <= Header.Count - _itemsRead, "No more items than the header promises can be read.");

        int got;
        try
        {
            got = _content.ReadAtLeast(items, items.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException damage) when (_packed)
        {
            throw BadCompression(damage);
        }

        if (got < items.Length)
        {
            throw Truncated(Header.Size + ((long)_itemsRead * Header.ItemSize) + got);
        }

        _itemsRead += wanted;
    }

    /// <summary>Makes sure that the file ends where it should. Call it after the last item.</summary>
    /// <exception cref="IdxFormatException">The file goes on, or its gzip checksum is wrong.</exception>
    public void ReadEnd()
    {
        Debug.Assert(_itemsRead == Header.Count, "The end comes after the last item.");
        int next;
        try
        {
            next = _content.ReadByte();
        }
        catch (InvalidDataException damage) when (_packed)
        {
            throw BadCompression(damage);
        }

        if (next >= 0)
        {
            throw TrailingBytes();
        }

        if (_packed)
        {
            CheckGzipTrailer();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _content.Dispose();

    private static bool IsGzip(Stream stream)
    {
        var start = stream.Position;
        Span<byte> magic = stackalloc byte[2];
        var got = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        stream.Position = start;
        return got == magic.Length && magic[0] == GzipMagic1 && magic[1] == GzipMagic2;
    }

    private void ReadHeader()
    {
        var length = _file.Length;
        if (length == 0)
        {
            throw new IdxFormatException(IdxFault.Empty, $"{Name} is empty.");
        }

        try
        {
            Header = IdxHeader.Read(_content, Name);
        }
        catch (InvalidDataException damage) when (_packed)
        {
            throw BadCompression(damage);
        }

        // A header that promises more than the file can hold is refused here, before anyone makes room for it.
        if (!_packed && length != Header.FileSize)
        {
            throw length < Header.FileSize ? Truncated(length) : TrailingBytes();
        }

        if (_packed && Header.FileSize / MaxGzipRatio > length)
        {
            throw new IdxFormatException(
                IdxFault.Truncated,
                $"{Name} is truncated: {Describe()} has {length} bytes of gzip, which cannot hold them.");
        }
    }

    // GZipStream takes a file that ends before its checksum for whole. Such a file does not end with its unpacked size either.
    private void CheckGzipTrailer()
    {
        Span<byte> size = stackalloc byte[4];
        _file.Seek(-size.Length, SeekOrigin.End);
        _file.ReadExactly(size);
        if (BinaryPrimitives.ReadUInt32LittleEndian(size) != (uint)Header.FileSize)
        {
            throw new IdxFormatException(
                IdxFault.BadCompression, $"{Name} is damaged: its gzip packing does not end with the size of what it holds.");
        }
    }

    private IdxFormatException Truncated(long length) =>
        new(IdxFault.Truncated, $"{Name} is truncated: {Describe()}{(_packed ? " unpacked" : "")} ends after {length}.");

    private IdxFormatException TrailingBytes() =>
        new(IdxFault.TrailingBytes, $"{Name} is too long: {Describe()}{(_packed ? " unpacked" : "")} goes on after them.");

    private IdxFormatException BadCompression(InvalidDataException damage) =>
        new(IdxFault.BadCompression, $"{Name} is damaged: its gzip packing cannot be undone.", damage);

    private string Describe()
    {
        var items = Header.Kind == IdxKind.Images
            ? $"{Header.Count} images of {Header.Height}x{Header.Width}"
            : $"{Header.Count} labels";
        return $"{items} take {Header.FileSize} bytes, the file";
    }
}
