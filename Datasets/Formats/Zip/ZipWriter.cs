using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Digits.Datasets.Formats.Zip;

/// <summary>
/// Writes an archive of any number of entries into a buffer that its owner empties, the directory meanwhile into a stream. The same
/// entries always give the same bytes: nothing depends on the clock.
/// </summary>
/// <param name="output">Takes the archive.</param>
/// <param name="directory">Keeps the directory until all entries are written: can be read, written and sought.</param>
internal sealed class ZipWriter(ArrayBufferWriter<byte> output, Stream directory)
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
    private const int DirectoryBlock = 1 << 16;

    private long _sent;
    private long _entries;
    private PackedEntry? _open;
    private (long Offset, long Size)? _directory;

    // What was taken out of the buffer counts as well.
    private long Position => _sent + output.WrittenCount;

    /// <summary>Says that the owner is about to clear the buffer.</summary>
    public void Emptied() => _sent += output.WrittenCount;

    /// <summary>Writes an entry as it is, for content that is packed already.</summary>
    public void Add(string name, ReadOnlySpan<byte> content)
    {
        var entry = new PackedEntry(Encoding.UTF8.GetBytes(name), Position, ZipEntry.Stored)
        {
            Crc = Crc32.HashToUInt32(content),
            Size = content.Length,
            PackedSize = content.Length,
        };
        WriteLocal(entry, Utf8Name);
        output.Write(content);
        WriteDirectory(entry, Utf8Name);
    }

    /// <summary>Begins an entry that is packed on the way; its content goes into <see cref="Write"/>.</summary>
    public void Begin(string name)
    {
        _open = new PackedEntry(Encoding.UTF8.GetBytes(name), Position, ZipEntry.Deflated);
        WriteLocal(_open, Utf8Name | SizesFollow);
        _open.Start = Position;
        _open.Packing = new DeflateStream(new BufferStream(output), CompressionLevel.Fastest);
    }

    /// <summary>Writes more of the entry that was begun.</summary>
    public void Write(ReadOnlySpan<byte> content)
    {
        _open!.Packing!.Write(content);
        _open.Checksum.Append(content);
        _open.Size += content.Length;
    }

    /// <summary>Ends the entry that was begun.</summary>
    public void End()
    {
        var entry = _open!;
        entry.Packing!.Dispose();
        entry.Crc = entry.Checksum.GetCurrentHashAsUInt32();
        entry.PackedSize = Position - entry.Start;
        Put32(DescriptorMagic);
        Put32(entry.Crc);
        Put64(entry.PackedSize);
        Put64(entry.Size);
        WriteDirectory(entry, Utf8Name | SizesFollow);
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

        var got = directory.Read(output.GetSpan(DirectoryBlock)[..DirectoryBlock]);
        output.Advance(got);
        if (got > 0)
        {
            return true;
        }

        WriteEnd(_directory.Value.Offset, _directory.Value.Size);
        return false;
    }

    private void WriteLocal(PackedEntry entry, int flags)
    {
        // A ZIP64 field announces that the sizes behind the content have eight bytes each.
        var follow = (flags & SizesFollow) != 0;
        Put32(LocalMagic);
        PutCommon(entry, flags);
        Put32(follow ? 0 : entry.Crc);
        Put32(follow ? uint.MaxValue : (uint)entry.PackedSize);
        Put32(follow ? uint.MaxValue : (uint)entry.Size);
        Put16((ushort)entry.Name.Length);
        Put16((ushort)(follow ? 20 : 0));
        output.Write(entry.Name);
        if (follow)
        {
            Put16(1);
            Put16(16);
            Put64(0);
            Put64(0);
        }
    }

    private void PutCommon(PackedEntry entry, int flags)
    {
        Put16(Version);
        Put16((ushort)flags);
        Put16((ushort)entry.Method);
        Put16(0);
        Put16(FirstDay);
    }

    private void WriteDirectory(PackedEntry entry, int flags)
    {
        var header = new byte[ZipDirectory.HeaderSize + entry.Name.Length + 28];
        BinaryPrimitives.WriteUInt32LittleEndian(header, EntryMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), MadeOnUnix);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(6), Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)flags);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(10), (ushort)entry.Method);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(14), FirstDay);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), entry.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(20), Short(entry.PackedSize));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(24), Short(entry.Size));
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(28), (ushort)entry.Name.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(38), PlainFile);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(42), Short(entry.Offset));
        entry.Name.CopyTo(header, ZipDirectory.HeaderSize);
        var extra = header.AsSpan(ZipDirectory.HeaderSize + entry.Name.Length);
        var length = 4;
        foreach (var value in (ReadOnlySpan<long>)[entry.Size, entry.PackedSize, entry.Offset])
        {
            if (value >= uint.MaxValue)
            {
                BinaryPrimitives.WriteInt64LittleEndian(extra[length..], value);
                length += 8;
            }
        }

        length = length == 4 ? 0 : length;
        BinaryPrimitives.WriteUInt16LittleEndian(extra, (ushort)(length > 0 ? 1 : 0));
        BinaryPrimitives.WriteUInt16LittleEndian(extra[2..], (ushort)Math.Max(0, length - 4));
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(30), (ushort)length);
        directory.Write(header, 0, header.Length - 28 + length);
        _entries++;
    }

    private void WriteEnd(long offset, long size)
    {
        if (_entries >= ushort.MaxValue || offset >= uint.MaxValue || size >= uint.MaxValue)
        {
            var end64 = Position;
            Put32(End64Magic);
            Put64(44);
            Put16(MadeOnUnix);
            Put16(Version);
            Put64(0);
            Put64(_entries);
            Put64(_entries);
            Put64(size);
            Put64(offset);
            Put32(LocatorMagic);
            Put32(0);
            Put64(end64);
            Put32(1);
        }

        Put32(EndMagic);
        Put32(0);
        Put16((ushort)Math.Min(ushort.MaxValue, _entries));
        Put16((ushort)Math.Min(ushort.MaxValue, _entries));
        Put32(Short(size));
        Put32(Short(offset));
        Put16(0);
    }

    private static uint Short(long value) => (uint)Math.Min(uint.MaxValue, value);

    private void Put16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(output.GetSpan(2), value);
        output.Advance(2);
    }

    private void Put32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(4), value);
        output.Advance(4);
    }

    private void Put64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(8), value);
        output.Advance(8);
    }

    private sealed class PackedEntry(byte[] name, long offset, int method)
    {
        public byte[] Name => name;

        public long Offset => offset;

        public int Method => method;

        public Crc32 Checksum { get; } = new();

        public uint Crc { get; set; }

        public long Size { get; set; }

        public long PackedSize { get; set; }

        public long Start { get; set; }

        public DeflateStream? Packing { get; set; }
    }
}

/// <summary>Lets a stream write into a buffer.</summary>
internal sealed class BufferStream(IBufferWriter<byte> output) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => output.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => output.Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
