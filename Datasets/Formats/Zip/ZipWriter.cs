using System.IO.Compression;
using System.IO.Hashing;

namespace Digits.Datasets.Formats.Zip;

/// <summary>
/// Writes an archive of any number of entries into a buffer that its owner empties, the directory meanwhile into a stream. The same
/// entries always give the same bytes: nothing depends on the clock. System.IO.Compression keeps an object of every entry until the end.
/// </summary>
/// <param name="output">Takes the archive; closed with the writer, as the directory is.</param>
/// <param name="directory">Keeps the directory until all entries are written: can be read, written and sought.</param>
internal sealed class ZipWriter(MemoryStream output, Stream directory) : IDisposable
{
    private const uint LocalMagic = 0x04034B50;
    private const uint DescriptorMagic = 0x08074B50;
    private const uint EntryMagic = 0x02014B50;
    private const uint End64Magic = 0x06064B50;
    private const uint LocatorMagic = 0x07064B50;
    private const uint EndMagic = 0x06054B50;
    private const ushort Version = 45;
    private const ushort MadeOnUnix = (3 << 8) | Version;
    private const uint PlainFile = 0x81A4u << 16;
    private const ushort Utf8Name = 1 << 11;
    private const ushort SizesFollow = 1 << 3;
    private const ushort FirstDay = 0x21;
    private const ushort Zip64Field = 1;
    private const int DirectoryBlock = 1 << 16;

    private readonly BinaryWriter _output = new(output);
    private readonly BinaryWriter _entryList = new(directory);
    private long _sent;
    private long _entries;
    private PackedEntry? _open;
    private (long Offset, long Size)? _directory;

    // The bytes that were taken out of the buffer count as well.
    private long Position => _sent + output.Length;

    /// <summary>Empties the buffer, whose content the owner has taken.</summary>
    public void Empty()
    {
        _sent += output.Length;
        output.SetLength(0);
    }

    /// <summary>Writes an entry as it is, for content that is packed already.</summary>
    public void Add(string name, ReadOnlySpan<byte> content)
    {
        var entry = new PackedEntry(Encoding.UTF8.GetBytes(name), Position, ZipEntry.Stored, Utf8Name)
        {
            Crc = Crc32.HashToUInt32(content),
            Size = content.Length,
            PackedSize = content.Length,
        };
        WriteLocal(entry);
        output.Write(content);
        WriteDirectory(entry);
    }

    /// <summary>Begins an entry that is packed on the way; its content goes into <see cref="Write"/>.</summary>
    public void Begin(string name)
    {
        Open(Encoding.UTF8.GetBytes(name), ZipEntry.Deflated, Utf8Name | SizesFollow);
        _open!.Packing = new DeflateStream(output, CompressionLevel.Fastest, leaveOpen: true);
    }

    /// <summary>Begins an entry that is stored as it is; its content goes into <see cref="Write"/>.</summary>
    /// <param name="name">The name's bytes, at most 65,535.</param>
    /// <param name="isUtf8">Whether the bytes are known to be UTF-8; otherwise their encoding is unknown.</param>
    public void BeginStored(byte[] name, bool isUtf8) =>
        Open(name, ZipEntry.Stored, (ushort)(isUtf8 ? Utf8Name | SizesFollow : SizesFollow));

    /// <summary>Writes more of the entry that was begun.</summary>
    public void Write(ReadOnlySpan<byte> content)
    {
        ((Stream?)_open!.Packing ?? output).Write(content);
        _open.Checksum.Append(content);
        _open.Size += content.Length;
    }

    /// <summary>Ends the entry that was begun.</summary>
    public void End()
    {
        var entry = _open!;
        entry.Packing?.Dispose();
        entry.Crc = entry.Checksum.GetCurrentHashAsUInt32();
        entry.PackedSize = Position - entry.Start;
        _output.Write(DescriptorMagic);
        _output.Write(entry.Crc);
        _output.Write(entry.PackedSize);
        _output.Write(entry.Size);
        WriteDirectory(entry);
        _open = null;
    }

    /// <summary>Writes the next piece of the directory, and with the last the end of the archive.</summary>
    /// <returns>Whether there is more.</returns>
    public bool Finish()
    {
        if (_directory is null)
        {
            _directory = (Position, directory.Position);
            directory.Position = 0;
        }

        var block = new byte[DirectoryBlock];
        var got = directory.Read(block);
        output.Write(block, 0, got);
        if (got > 0)
        {
            return true;
        }

        WriteEnd(_directory.Value.Offset, _directory.Value.Size);
        return false;
    }

    public void Dispose()
    {
        _output.Dispose();
        _entryList.Dispose();
    }

    private void Open(byte[] name, ushort method, ushort flags)
    {
        _open = new PackedEntry(name, Position, method, flags);
        WriteLocal(_open);
        _open.Start = Position;
    }

    private void WriteLocal(PackedEntry entry)
    {
        // A ZIP64 field announces that the sizes behind the content have eight bytes each.
        var follow = (entry.Flags & SizesFollow) != 0;
        _output.Write(LocalMagic);
        WriteCommon(_output, entry);
        _output.Write(follow ? 0 : entry.Crc);
        _output.Write(follow ? uint.MaxValue : (uint)entry.PackedSize);
        _output.Write(follow ? uint.MaxValue : (uint)entry.Size);
        _output.Write((ushort)entry.Name.Length);
        _output.Write((ushort)(follow ? 20 : 0));
        _output.Write(entry.Name);
        if (follow)
        {
            _output.Write(Zip64Field);
            _output.Write((ushort)16);
            _output.Write(0L);
            _output.Write(0L);
        }
    }

    private static void WriteCommon(BinaryWriter writer, PackedEntry entry)
    {
        writer.Write(Version);
        writer.Write(entry.Flags);
        writer.Write(entry.Method);
        writer.Write((ushort)0);
        writer.Write(FirstDay);
    }

    private void WriteDirectory(PackedEntry entry)
    {
        // What does not fit into 32 bits stands in a ZIP64 field, in this order.
        long[] large = [.. new[] { entry.Size, entry.PackedSize, entry.Offset }.Where(value => value >= uint.MaxValue)];
        _entryList.Write(EntryMagic);
        _entryList.Write(MadeOnUnix);
        WriteCommon(_entryList, entry);
        _entryList.Write(entry.Crc);
        _entryList.Write(Short(entry.PackedSize));
        _entryList.Write(Short(entry.Size));
        _entryList.Write((ushort)entry.Name.Length);
        _entryList.Write((ushort)(large.Length > 0 ? 4 + (8 * large.Length) : 0));

        // No comment, the first volume, no attributes of old systems.
        _entryList.Write((ushort)0);
        _entryList.Write((ushort)0);
        _entryList.Write((ushort)0);
        _entryList.Write(PlainFile);
        _entryList.Write(Short(entry.Offset));
        _entryList.Write(entry.Name);
        if (large.Length > 0)
        {
            _entryList.Write(Zip64Field);
            _entryList.Write((ushort)(8 * large.Length));
            Array.ForEach(large, _entryList.Write);
        }

        _entries++;
    }

    private void WriteEnd(long offset, long size)
    {
        if (_entries >= ushort.MaxValue || offset >= uint.MaxValue || size >= uint.MaxValue)
        {
            var end64 = Position;
            _output.Write(End64Magic);
            _output.Write(44L);
            _output.Write(MadeOnUnix);
            _output.Write(Version);
            _output.Write(0L);
            _output.Write(_entries);
            _output.Write(_entries);
            _output.Write(size);
            _output.Write(offset);
            _output.Write(LocatorMagic);
            _output.Write(0);
            _output.Write(end64);
            _output.Write(1);
        }

        _output.Write(EndMagic);
        _output.Write(0);
        _output.Write((ushort)Math.Min(ushort.MaxValue, _entries));
        _output.Write((ushort)Math.Min(ushort.MaxValue, _entries));
        _output.Write(Short(size));
        _output.Write(Short(offset));
        _output.Write((ushort)0);
    }

    private static uint Short(long value) => (uint)Math.Min(uint.MaxValue, value);

    private sealed class PackedEntry(byte[] name, long offset, ushort method, ushort flags)
    {
        public byte[] Name => name;

        public long Offset => offset;

        public ushort Method => method;

        public ushort Flags => flags;

        public Crc32 Checksum { get; } = new();

        public uint Crc { get; set; }

        public long Size { get; set; }

        public long PackedSize { get; set; }

        public long Start { get; set; }

        public DeflateStream? Packing { get; set; }
    }
}
