using System.IO.Hashing;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;

namespace Digits.Datasets.Formats.Zip;

/// <summary>Reads the directory of an archive entry by entry through one small buffer.</summary>
internal sealed class ZipDirectory(
    SafeFileHandle file, string archive, long offset, long end, long count, int bufferSize = ZipDirectory.BufferSize)
{
    public const int HeaderSize = 46;

    private const int BufferSize = 1 << 17;
    private const uint Magic = 0x02014B50;
    private const int Zip64Extra = 1;
    private const int UnicodePathExtra = 0x7075;

    // A version and the checksum of the name that the field replaces.
    private const int UnicodePathHead = 5;

    private byte[] _buffer = new byte[(int)Math.Min(bufferSize, Math.Max(0, end - offset))];
    private long _offset = offset;
    private long _left = count;
    private int _start;
    private int _filled;

    /// <summary>The next entry; null after the last.</summary>
    /// <exception cref="RefusalException">The directory is damaged.</exception>
    public ZipEntry? Read()
    {
        if (_left == 0)
        {
            return null;
        }

        _left--;
        Need(HeaderSize);
        var header = _buffer.AsSpan(_start, HeaderSize);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic)
        {
            throw Damaged();
        }

        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(header[30..]);
        var whole = HeaderSize + nameLength + extraLength + BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
        Need(whole);
        header = _buffer.AsSpan(_start, HeaderSize);
        var entry = new ZipEntry(
            Name: _buffer.AsMemory(_start + HeaderSize, nameLength),
            Flags: BinaryPrimitives.ReadUInt16LittleEndian(header[8..]),
            Method: BinaryPrimitives.ReadUInt16LittleEndian(header[10..]),
            Crc: BinaryPrimitives.ReadUInt32LittleEndian(header[16..]),
            PackedSize: BinaryPrimitives.ReadUInt32LittleEndian(header[20..]),
            Size: BinaryPrimitives.ReadUInt32LittleEndian(header[24..]),
            Offset: BinaryPrimitives.ReadUInt32LittleEndian(header[42..]),
            DirectoryOffset: _offset,
            UnicodeName: default);
        var extra = _buffer.AsMemory(_start + HeaderSize + nameLength, extraLength);
        entry = WithZip64(entry, extra.Span) with { UnicodeName = UnicodeName(entry.Name.Span, extra) };
        _start += whole;
        _offset += whole;
        return entry;
    }

    /// <summary>The entry at a place in the directory; the bytes around it stay in the buffer for the next call.</summary>
    /// <exception cref="RefusalException">The directory is damaged.</exception>
    public ZipEntry ReadAt(long place)
    {
        var inBuffer = place - (_offset - _start);
        (_start, _filled) = inBuffer >= 0 && inBuffer <= _filled ? ((int)inBuffer, _filled) : (0, 0);
        (_offset, _left) = (place, 1);
        return Read()!.Value;
    }

    // Sizes and places that do not fit into 32 bits stand in an extra field, in this order, and only those.
    private ZipEntry WithZip64(ZipEntry entry, ReadOnlySpan<byte> extra)
    {
        if (entry.Size != uint.MaxValue && entry.PackedSize != uint.MaxValue && entry.Offset != uint.MaxValue)
        {
            return entry;
        }

        var field = FindZip64(extra);
        return entry with
        {
            Size = entry.Size == uint.MaxValue ? Take(ref field) : entry.Size,
            PackedSize = entry.PackedSize == uint.MaxValue ? Take(ref field) : entry.PackedSize,
            Offset = entry.Offset == uint.MaxValue ? Take(ref field) : entry.Offset,
        };
    }

    private ReadOnlySpan<byte> FindZip64(ReadOnlySpan<byte> extra)
    {
        var (start, length) = Find(extra, Zip64Extra);
        return start >= 0 ? extra.Slice(start, length) : throw Damaged();
    }

    // Only good where its checksum is that of the name: a program that renames entries may leave the field of the old name.
    private static ReadOnlyMemory<byte> UnicodeName(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> extra)
    {
        var (start, length) = Find(extra.Span, UnicodePathExtra);
        if (start < 0 || length <= UnicodePathHead || extra.Span[start] != 1)
        {
            return default;
        }

        var field = extra.Slice(start, length);
        return BinaryPrimitives.ReadUInt32LittleEndian(field.Span[1..]) == Crc32.HashToUInt32(name) && Utf8.IsValid(field.Span[UnicodePathHead..])
            ? field[UnicodePathHead..]
            : default;
    }

    // Where an extra field's content begins, and its length; -1 where there is none.
    private static (int Start, int Length) Find(ReadOnlySpan<byte> extra, int kind)
    {
        for (var at = 0; extra.Length - at >= 4;)
        {
            int size = BinaryPrimitives.ReadUInt16LittleEndian(extra[(at + 2)..]);
            if (size > extra.Length - at - 4)
            {
                break;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(extra[at..]) == kind)
            {
                return (at + 4, size);
            }

            at += 4 + size;
        }

        return (-1, 0);
    }

    private long Take(ref ReadOnlySpan<byte> field)
    {
        if (field.Length < 8 || BinaryPrimitives.ReadInt64LittleEndian(field) is < 0 or > long.MaxValue / 4)
        {
            throw Damaged();
        }

        var value = BinaryPrimitives.ReadInt64LittleEndian(field);
        field = field[8..];
        return value;
    }

    // Makes sure that the buffer holds this number of bytes from _start on.
    private void Need(int bytes)
    {
        if (_filled - _start >= bytes)
        {
            return;
        }

        if (bytes > end - _offset)
        {
            throw Damaged();
        }

        var target = bytes <= _buffer.Length ? _buffer : new byte[bytes];
        _buffer.AsSpan(_start, _filled - _start).CopyTo(target);
        _buffer = target;
        (_start, _filled) = (0, _filled - _start);
        while (_filled < bytes)
        {
            var room = (int)Math.Min(_buffer.Length - _filled, end - _offset - _filled);
            var got = RandomAccess.Read(file, _buffer.AsSpan(_filled, room), _offset + _filled);
            if (got == 0)
            {
                throw Damaged();
            }

            _filled += got;
        }
    }

    private RefusalException Damaged() => Errors.ArchiveDamaged(archive, "its directory is damaged");
}
