using Microsoft.Win32.SafeHandles;

namespace Digits.Datasets.Formats.Zip;

/// <summary>
/// A ZIP archive on disk, read without a list of its entries, so that one with millions takes no memory. Everything that its headers say
/// is checked against the file before it is believed. System.IO.Compression and SharpCompress make an object of every entry of a directory
/// before anyone can bound their number, and do not notice entries that share bytes.
/// </summary>
internal sealed class ZipReader : IDisposable
{
    public const int LocalHeaderSize = 30;

    // Entries are looked up in nearly the order in which they lie, or, in an archive that was packed again, in any.
    private const int LookupBytes = 1 << 14;

    private const int EndSize = 22;
    private const int MaxCommentSize = ushort.MaxValue;
    private const int LocatorSize = 20;
    private const int End64Size = 56;
    private const uint EndMagic = 0x06054B50;
    private const uint LocatorMagic = 0x07064B50;
    private const uint End64Magic = 0x06064B50;
    private const uint LocalMagic = 0x04034B50;

    private readonly SafeFileHandle _file;
    private readonly long _directoryOffset;
    private readonly long _directoryEnd;
    private ZipDirectory? _lookup;
    private Func<Encoding> _findEncoding = () => Encoding.UTF8;
    private Encoding? _nameEncoding;

    private ZipReader(SafeFileHandle file, string name, long length, (long Count, long Offset, long Size) directory)
    {
        _file = file;
        Name = name;
        Length = length;
        Count = directory.Count;
        _directoryOffset = directory.Offset;
        _directoryEnd = directory.Offset + directory.Size;
    }

    /// <summary>What messages call the archive.</summary>
    public string Name { get; }

    /// <summary>Bytes of the archive.</summary>
    public long Length { get; }

    /// <summary>How many entries the archive has.</summary>
    public long Count { get; }

    /// <summary>Opens an archive and finds its directory.</summary>
    /// <exception cref="RefusalException">The file is no whole archive.</exception>
    public static ZipReader Open(string path, string name)
    {
        var file = File.OpenHandle(path);
        try
        {
            var length = RandomAccess.GetLength(file);
            return new ZipReader(file, name, length, FindDirectory(file, name, length));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Says how the encoding of names is found that do not tell it themselves; they are UTF-8 where nobody says so.</summary>
    public void FindNameEncoding(string said, ImportFindings findings) => _findEncoding = () => NameEncoding.Of(this, said, findings);

    /// <summary>An entry's name as text, with "/" between folders.</summary>
    /// <exception cref="RefusalException">The caller named an encoding that is not known.</exception>
    public string NameOf(ZipEntry entry) =>
        entry.UnicodeName.Length > 0 ? EntryName.Decode(entry.UnicodeName.Span, Encoding.UTF8)
        : entry.SaysUtf8 ? EntryName.Decode(entry.Name.Span, Encoding.UTF8)
        : EntryName.Decode(entry.Name.Span, _nameEncoding ??= _findEncoding());

    /// <summary>Reads the directory from its first entry on.</summary>
    public ZipDirectory ReadDirectory() => new(_file, Name, _directoryOffset, _directoryEnd, Count);

    /// <summary>
    /// Reads what the directory says at a place that <see cref="ZipEntry.DirectoryOffset"/> named; its name is good until the next is read.
    /// </summary>
    public ZipEntry ReadEntry(long directoryOffset)
    {
        _lookup ??= new ZipDirectory(_file, Name, _directoryOffset, _directoryEnd, Count, LookupBytes);
        return _lookup.ReadAt(directoryOffset);
    }

    /// <summary>Opens an entry's content.</summary>
    /// <exception cref="InvalidDataException">The entry cannot be read; the message says why and may be shown.</exception>
    public Stream OpenContent(ZipEntry entry) => new ZipContent(OpenPacked(entry), entry);

    public void Dispose() => _file.Dispose();

    private FileRegion OpenPacked(ZipEntry entry)
    {
        if (entry.Obstacle is { } obstacle)
        {
            throw new InvalidDataException(obstacle);
        }

        Span<byte> header = stackalloc byte[LocalHeaderSize];
        if (entry.Offset > _directoryOffset - LocalHeaderSize || ReadAt(_file, header, entry.Offset) < LocalHeaderSize
            || BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalMagic)
        {
            throw new InvalidDataException("The archive's directory points to a place where no entry begins.");
        }

        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header[26..]);
        int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        CheckName(entry, nameLength);
        var start = entry.Offset + LocalHeaderSize + nameLength + extraLength;
        if (entry.PackedSize > _directoryOffset - start)
        {
            throw new InvalidDataException("It claims more bytes than the archive holds.");
        }

        return new FileRegion(_file, start, entry.PackedSize);
    }

    private void CheckName(ZipEntry entry, int length)
    {
        var name = length <= 1024 ? stackalloc byte[length] : new byte[length];
        if (ReadAt(_file, name, entry.Offset + LocalHeaderSize) < length || !name.SequenceEqual(entry.Name.Span))
        {
            throw new InvalidDataException("The archive's directory calls it otherwise than its own header does.");
        }
    }

    private static (long Count, long Offset, long Size) FindDirectory(SafeFileHandle file, string name, long length)
    {
        var tail = new byte[(int)Math.Min(length, EndSize + MaxCommentSize)];
        var tailStart = length - tail.Length;
        ReadAt(file, tail, tailStart);
        for (var at = tail.Length - EndSize; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) == EndMagic
                && BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) == end.Length - EndSize)
            {
                return Check(name, ReadEnd(file, name, end, tailStart + at), tailStart + at);
            }
        }

        throw Errors.ArchiveDamaged(name, "its end with the directory is missing, so it may be cut short");
    }

    private static (long Count, long Offset, long Size) ReadEnd(SafeFileHandle file, string name, ReadOnlySpan<byte> end, long endOffset)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(end[4..]) != 0 && BinaryPrimitives.ReadUInt32LittleEndian(end[4..]) != uint.MaxValue)
        {
            throw Errors.ArchiveDamaged(name, "it is one of several volumes");
        }

        Span<byte> locator = stackalloc byte[LocatorSize];
        if (endOffset >= LocatorSize && ReadAt(file, locator, endOffset - LocatorSize) == LocatorSize
            && BinaryPrimitives.ReadUInt32LittleEndian(locator) == LocatorMagic)
        {
            return ReadEnd64(file, name, BinaryPrimitives.ReadInt64LittleEndian(locator[8..]), endOffset);
        }

        return (
            BinaryPrimitives.ReadUInt16LittleEndian(end[10..]),
            BinaryPrimitives.ReadUInt32LittleEndian(end[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(end[12..]));
    }

    private static (long Count, long Offset, long Size) ReadEnd64(SafeFileHandle file, string name, long offset, long endOffset)
    {
        Span<byte> end = stackalloc byte[End64Size];
        if (offset < 0 || offset > endOffset - LocatorSize - End64Size || ReadAt(file, end, offset) < End64Size
            || BinaryPrimitives.ReadUInt32LittleEndian(end) != End64Magic)
        {
            throw Errors.ArchiveDamaged(name, "its end with the directory is damaged");
        }

        return (
            BinaryPrimitives.ReadInt64LittleEndian(end[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(end[48..]),
            BinaryPrimitives.ReadInt64LittleEndian(end[40..]));
    }

    private static (long Count, long Offset, long Size) Check(string name, (long Count, long Offset, long Size) directory, long endOffset)
    {
        var (count, offset, size) = directory;
        var fits = offset >= 0 && size >= 0 && offset <= endOffset && size <= endOffset - offset
            && count >= 0 && count <= size / ZipDirectory.HeaderSize;
        return fits ? directory : throw Errors.ArchiveDamaged(name, "its directory is not where its end says");
    }

    private static int ReadAt(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        var got = 0;
        while (got < bytes.Length)
        {
            var read = RandomAccess.Read(file, bytes[got..], offset + got);
            if (read == 0)
            {
                break;
            }

            got += read;
        }

        return got;
    }
}

/// <summary>A part of a file as a stream. The file stays open when the stream is closed.</summary>
internal sealed class FileRegion(SafeFileHandle file, long start, long length) : ForwardStream
{
    private long _at;

    public override long Length => length;

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, length - _at);
        var got = wanted == 0 ? 0 : RandomAccess.Read(file, buffer[..wanted], start + _at);
        _at += got;
        return got;
    }
}
