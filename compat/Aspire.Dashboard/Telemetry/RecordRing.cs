using System.Buffers.Binary;
using System.IO.Compression;

namespace Aspire.Dashboard.Telemetry;

/// <summary>
/// Byte records, first in, first out, numbered from 0. They are packed into segments and a full segment is compressed: records of
/// one process look much alike and take a fifth to a tenth of their room. Not safe for several threads.
/// </summary>
internal sealed class RecordRing
{
    private const int SegmentBytes = 32 * 1024;
    private const int SegmentRecords = 256;
    private const int PrefixBytes = sizeof(int);
    private const int BrotliQuality = 1;
    private const int BrotliWindow = 16;

    // From the oldest to the newest; all but the last are compressed.
    private readonly LinkedList<Segment> _segments = new();
    private byte[] _open = new byte[SegmentBytes];
    private int _openLength;
    private Segment? _unpacked;
    private byte[] _unpackedBytes = [];
    private int[] _unpackedOffsets = [];

    /// <summary>The number of the oldest record that is kept.</summary>
    public int First { get; private set; }

    /// <summary>The number that the next record gets.</summary>
    public int Next { get; private set; }

    /// <summary>The room that the records take.</summary>
    public long Bytes { get; private set; } = SegmentBytes;

    public int Append(ReadOnlySpan<byte> record)
    {
        var needed = PrefixBytes + record.Length;
        var last = _segments.Last?.Value;
        if (last is null || last.Packed is not null || last.Count == SegmentRecords || _openLength + needed > _open.Length)
        {
            Seal();
            if (needed > _open.Length)
            {
                Grow(needed);
            }

            last = _segments.AddLast(new Segment { First = Next }).Value;
        }

        BinaryPrimitives.WriteInt32LittleEndian(_open.AsSpan(_openLength), record.Length);
        record.CopyTo(_open.AsSpan(_openLength + PrefixBytes));
        _openLength += needed;
        last.Count++;
        return Next++;
    }

    /// <summary>A record that is kept. The bytes stay valid until the next call.</summary>
    public ReadOnlySpan<byte> Read(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, First);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Next);
        var segment = Find(number);
        if (segment.Packed is null)
        {
            return ReadOpen(number - segment.First);
        }

        Unpack(segment);
        var offset = _unpackedOffsets[number - segment.First];
        return _unpackedBytes.AsSpan(offset + PrefixBytes, BinaryPrimitives.ReadInt32LittleEndian(_unpackedBytes.AsSpan(offset)));
    }

    public void DropFirst()
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(First, Next);
        First++;
        var oldest = _segments.First!.Value;
        if (First < oldest.First + oldest.Count)
        {
            return;
        }

        _segments.RemoveFirst();
        Bytes -= oldest.Packed?.Length ?? 0;
        if (oldest.Packed is null)
        {
            _openLength = 0;
        }

        if (_unpacked == oldest)
        {
            _unpacked = null;
        }
    }

    // Readers go from the newest to the oldest, or stay in one segment.
    private Segment Find(int number)
    {
        if (_unpacked is { } unpacked && number >= unpacked.First && number < unpacked.First + unpacked.Count)
        {
            return unpacked;
        }

        var node = _segments.Last!;
        while (number < node.Value.First)
        {
            node = node.Previous!;
        }

        return node.Value;
    }

    private ReadOnlySpan<byte> ReadOpen(int index)
    {
        var offset = 0;
        for (var i = 0; i < index; i++)
        {
            offset += PrefixBytes + BinaryPrimitives.ReadInt32LittleEndian(_open.AsSpan(offset));
        }

        return _open.AsSpan(offset + PrefixBytes, BinaryPrimitives.ReadInt32LittleEndian(_open.AsSpan(offset)));
    }

    private void Seal()
    {
        if (_segments.Last?.Value is { Packed: null } segment)
        {
            var packed = new byte[BrotliEncoder.GetMaxCompressedLength(_openLength)];
            var done = BrotliEncoder.TryCompress(_open.AsSpan(0, _openLength), packed, out var length, BrotliQuality, BrotliWindow);
            segment.Packed = done ? packed[..length] : throw new InvalidOperationException("The records cannot be compressed.");
            segment.UnpackedLength = _openLength;
            Bytes += length;
        }

        _openLength = 0;
        if (_open.Length > SegmentBytes)
        {
            Bytes -= _open.Length - SegmentBytes;
            _open = new byte[SegmentBytes];
        }
    }

    // For one record that is larger than a segment; sealing it gives the room back.
    private void Grow(int length)
    {
        Bytes += length - _open.Length;
        _open = new byte[length];
    }

    private void Unpack(Segment segment)
    {
        if (_unpacked == segment)
        {
            return;
        }

        var length = segment.UnpackedLength;
        if (_unpackedBytes.Length < length || _unpackedBytes.Length > Math.Max(length, SegmentBytes))
        {
            _unpackedBytes = new byte[Math.Max(length, SegmentBytes)];
        }

        if (!BrotliDecoder.TryDecompress(segment.Packed, _unpackedBytes, out var written) || written != length)
        {
            throw new InvalidOperationException("The records cannot be decompressed.");
        }

        _unpacked = segment;
        _unpackedOffsets = _unpackedOffsets.Length == 0 ? new int[SegmentRecords] : _unpackedOffsets;
        for (int i = 0, offset = 0; i < segment.Count; i++)
        {
            _unpackedOffsets[i] = offset;
            offset += PrefixBytes + BinaryPrimitives.ReadInt32LittleEndian(_unpackedBytes.AsSpan(offset));
        }
    }

    private sealed class Segment
    {
        public required int First { get; init; }

        public int Count { get; set; }

        public byte[]? Packed { get; set; }

        public int UnpackedLength { get; set; }
    }
}
