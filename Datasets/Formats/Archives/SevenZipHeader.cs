using SharpCompress.Compressors.LZMA;
using System.IO.Hashing;

namespace Digits.Datasets.Formats.Archives;

/// <summary>
/// Walks over the header of a 7z archive before SharpCompress does, which makes lists and windows as large as the header says. Here the
/// number of entries and the memory that unpacking takes are checked first.
/// </summary>
/// <param name="archive">What messages call the archive.</param>
/// <param name="maxEntries">How many entries it may have.</param>
internal sealed class SevenZipHeader(string archive, int maxEntries)
{
    private const int StartSize = 32;
    private const int MaxHeader = 64 << 20;
    private const long MaxDictionary = 128 << 20;
    private const int MaxCoders = 32;
    private const ulong Lzma = 0x030101;
    private const ulong Lzma2 = 0x21;
    private const ulong Ppmd = 0x030401;
    private const ulong Aes = 0x06F10701;

    // The blocks of a header, as the format's description numbers them.
    private const ulong End = 0x00;
    private const ulong Header = 0x01;
    private const ulong ArchiveProperties = 0x02;
    private const ulong AdditionalStreams = 0x03;
    private const ulong MainStreams = 0x04;
    private const ulong FilesInfo = 0x05;
    private const ulong PackInfo = 0x06;
    private const ulong UnpackInfo = 0x07;
    private const ulong SubStreamsInfo = 0x08;
    private const ulong Sizes = 0x09;
    private const ulong Checksums = 0x0A;
    private const ulong Folder = 0x0B;
    private const ulong UnpackSizes = 0x0C;
    private const ulong StreamCounts = 0x0D;
    private const ulong EncodedHeader = 0x17;

    /// <summary>Whether a file begins as a 7z archive.</summary>
    public static bool IsSevenZip(ReadOnlySpan<byte> head) => head is [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, ..];

    /// <summary>Checks the header of an archive.</summary>
    /// <param name="file">The archive, which can be sought; its position changes.</param>
    /// <returns>The number of entries.</returns>
    /// <exception cref="RefusalException">The header is damaged, or asks for too much.</exception>
    public int Check(Stream file)
    {
        Span<byte> start = stackalloc byte[StartSize];
        file.Position = 0;
        if (file.ReadAtLeast(start, StartSize, throwOnEndOfStream: false) < StartSize || !IsSevenZip(start))
        {
            throw Damaged();
        }

        var (offset, size) = (BinaryPrimitives.ReadInt64LittleEndian(start[12..]), BinaryPrimitives.ReadInt64LittleEndian(start[20..]));
        if (size == 0)
        {
            return 0;
        }

        if (offset < 0 || size < 0 || offset > file.Length - StartSize || size > file.Length - StartSize - offset)
        {
            throw Errors.ArchiveDamaged(archive, "its header is not where its beginning says, so it may be cut short");
        }

        var header = Read(file, StartSize + offset, size);
        if (Crc32.HashToUInt32(header) != BinaryPrimitives.ReadUInt32LittleEndian(start[28..]))
        {
            throw Damaged();
        }

        var cursor = new Cursor(header, archive);
        switch (cursor.Number())
        {
            case Header:
                return Walk(ref cursor);
            case EncodedHeader:
                var inner = new Cursor(Decode(file, Streams(ref cursor)), archive);
                return inner.Number() == Header ? Walk(ref inner) : throw Damaged();
            default:
                throw Damaged();
        }
    }

    private int Walk(ref Cursor cursor)
    {
        var block = cursor.Number();
        if (block == ArchiveProperties)
        {
            while (cursor.Number() != End)
            {
                cursor.Skip(cursor.Number());
            }

            block = cursor.Number();
        }

        if (block == AdditionalStreams)
        {
            // No program writes them.
            throw Damaged();
        }

        if (block == MainStreams)
        {
            Streams(ref cursor);
            block = cursor.Number();
        }

        return block switch
        {
            End => 0,
            FilesInfo => cursor.Count(maxEntries),
            _ => throw Damaged(),
        };
    }

    // What the streams are packed with. Where they lie matters for an encoded header only, which is one stream of one coder.
    private (long Offset, List<long> PackSizes, List<Coder> Coders, List<long> Unpacked) Streams(ref Cursor cursor)
    {
        var (offset, packed, coders, unpacked) = (0L, new List<long>(), new List<Coder>(), new List<long>());
        var folders = new Folders();
        for (var block = cursor.Number(); block != End; block = cursor.Number())
        {
            switch (block)
            {
                case PackInfo:
                    offset = cursor.Long();
                    Packs(ref cursor, packed);
                    break;
                case UnpackInfo:
                    UnpackedStreams(ref cursor, coders, folders, unpacked);
                    break;
                case SubStreamsInfo:
                    SubStreams(ref cursor, folders);
                    break;
                default:
                    throw Damaged();
            }
        }

        return (offset, packed, coders, unpacked);
    }

    private void Packs(ref Cursor cursor, List<long> packed)
    {
        var count = cursor.Count(maxEntries);
        for (var block = cursor.Number(); block != End; block = cursor.Number())
        {
            switch (block)
            {
                case Sizes:
                    for (var stream = 0; stream < count; stream++)
                    {
                        packed.Add(cursor.Long());
                    }

                    break;
                case Checksums:
                    Digests(ref cursor, count);
                    break;
                default:
                    throw Damaged();
            }
        }
    }

    private void UnpackedStreams(ref Cursor cursor, List<Coder> coders, Folders folders, List<long> unpacked)
    {
        if (cursor.Number() != Folder)
        {
            throw Damaged();
        }

        var count = cursor.Count(maxEntries);
        if (cursor.Byte() != 0)
        {
            throw Damaged();
        }

        for (var folder = 0; folder < count; folder++)
        {
            folders.Outputs.Add(Coders(ref cursor, coders));
        }

        for (var block = cursor.Number(); block != End; block = cursor.Number())
        {
            switch (block)
            {
                case UnpackSizes:
                    for (var size = folders.Outputs.Sum(); size > 0; size--)
                    {
                        unpacked.Add(cursor.Long());
                    }

                    break;
                case Checksums:
                    folders.Checksums = Digests(ref cursor, count) ?? [];
                    break;
                default:
                    throw Damaged();
            }
        }
    }

    // The coders of one folder; returns how many streams come out of them.
    private int Coders(ref Cursor cursor, List<Coder> coders)
    {
        var (inputs, outputs) = (0, 0);
        for (var left = cursor.Count(MaxCoders); left > 0; left--)
        {
            var flags = cursor.Byte();
            ulong method = 0;
            for (var digit = flags & 0xF; digit > 0; digit--)
            {
                method = (method << 8) | cursor.Byte();
            }

            var several = (flags & 0x10) != 0;
            inputs += several ? cursor.Count(MaxCoders) : 1;
            outputs += several ? cursor.Count(MaxCoders) : 1;
            var properties = (flags & 0x20) != 0 ? cursor.Bytes(cursor.Number()) : [];
            CheckMethod(method, properties);
            coders.Add(new Coder(method, properties.ToArray()));
        }

        if (outputs == 0 || inputs < outputs - 1)
        {
            throw Damaged();
        }

        for (var pair = 0; pair < outputs - 1; pair++)
        {
            cursor.Number();
            cursor.Number();
        }

        // A folder of one packed stream does not say which of its coders reads it.
        var packed = inputs - outputs + 1;
        for (var stream = 0; packed > 1 && stream < packed; stream++)
        {
            cursor.Number();
        }

        return outputs;
    }

    private void CheckMethod(ulong method, ReadOnlySpan<byte> properties)
    {
        var isKnown = method is Lzma or Lzma2 or Ppmd;
        if (method == Aes)
        {
            throw Errors.ArchiveEncrypted(archive);
        }

        if (isKnown && properties.Length != (method == Lzma2 ? 1 : 5))
        {
            throw Damaged();
        }

        // LZMA and PPMd name the bytes behind their first property.
        var memory = !isKnown ? 0
            : method == Lzma2 ? XzContent.Dictionary(properties[0])
            : BinaryPrimitives.ReadUInt32LittleEndian(properties[1..]);
        if (memory > MaxDictionary)
        {
            throw Errors.UnpackMemoryTooLarge(archive, memory >> 20, MaxDictionary >> 20);
        }
    }

    // How many files each folder holds, the sizes of all of them but the last, and the checksums that the folders do not give already.
    private void SubStreams(ref Cursor cursor, Folders folders)
    {
        var counts = new int[folders.Outputs.Count];
        Array.Fill(counts, 1);
        var block = cursor.Number();
        if (block == StreamCounts)
        {
            for (var folder = 0; folder < counts.Length; folder++)
            {
                counts[folder] = cursor.Count(maxEntries);
            }

            block = cursor.Number();
        }

        var total = counts.Sum(count => (long)count);
        if (total > maxEntries)
        {
            throw Errors.ArchiveTooManyEntries(archive, total, maxEntries);
        }

        if (block == Sizes)
        {
            for (var size = counts.Sum(count => Math.Max(0, count - 1)); size > 0; size--)
            {
                cursor.Long();
            }

            block = cursor.Number();
        }

        while (block != End)
        {
            if (block != Checksums)
            {
                throw Damaged();
            }

            Digests(ref cursor, counts.Where((count, folder) => count != 1 || !folders.HasChecksum(folder)).Sum());
            block = cursor.Number();
        }
    }

    /// <summary>Skips checksums.</summary>
    /// <returns>Which of them are there; null for all.</returns>
    private static byte[]? Digests(ref Cursor cursor, int count)
    {
        if (cursor.Byte() != 0)
        {
            cursor.Skip((ulong)count * sizeof(uint));
            return null;
        }

        var bits = cursor.Bytes((ulong)((count + 7) / 8)).ToArray();
        cursor.Skip((ulong)bits.Sum(value => (long)byte.PopCount(value)) * sizeof(uint));
        return bits;
    }

    private byte[] Decode(Stream file, (long Offset, List<long> PackSizes, List<Coder> Coders, List<long> Unpacked) streams)
    {
        var (offset, packSizes, coders, unpacked) = streams;
        if (packSizes.Count != 1 || coders.Count != 1 || unpacked.Count != 1 || unpacked[0] > MaxHeader
            || offset > file.Length - StartSize || packSizes[0] > file.Length - StartSize - offset)
        {
            throw Damaged();
        }

        var packed = Read(file, StartSize + offset, packSizes[0]);
        if (coders[0].Method is not (Lzma or Lzma2))
        {
            return coders[0].Method == 0 ? packed : throw Damaged();
        }

        var header = new byte[unpacked[0]];
        try
        {
            using var stream = LzmaStream.Create(coders[0].Properties, new MemoryStream(packed), packed.Length, header.Length);
            stream.ReadExactly(header);
            return header;
        }
        catch (Exception fault) when (Damage.IsOfLibrary(fault))
        {
            throw Damaged();
        }
    }

    private byte[] Read(Stream file, long offset, long size)
    {
        var bytes = new byte[size <= MaxHeader ? size : throw Errors.ArchiveTooManyEntries(archive, maxEntries + 1L, maxEntries)];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }

    private RefusalException Damaged() => Errors.ArchiveDamaged(archive, "its header is damaged");

    private sealed record Coder(ulong Method, byte[] Properties);

    /// <summary>Of each folder, how many streams come out of it and whether it has a checksum.</summary>
    private sealed class Folders
    {
        public List<int> Outputs { get; } = [];

        /// <summary>A bit for each folder, the highest first; null where none has a checksum, empty where all have one.</summary>
        public byte[]? Checksums { get; set; }

        public bool HasChecksum(int folder) =>
            Checksums is not null && (Checksums.Length == 0 || (Checksums[folder / 8] & (0x80 >> (folder % 8))) != 0);
    }

    /// <summary>Reads a header from its first byte to its last.</summary>
    private ref struct Cursor(ReadOnlySpan<byte> bytes, string archive)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public byte Byte() => Bytes(1)[0];

        public ReadOnlySpan<byte> Bytes(ulong count)
        {
            if (count > (ulong)_rest.Length)
            {
                throw Errors.ArchiveDamaged(archive, "its header ends too early");
            }

            var taken = _rest[..(int)count];
            _rest = _rest[(int)count..];
            return taken;
        }

        public void Skip(ulong count) => Bytes(count);

        // The leading ones of the first byte tell how many bytes follow, the lowest first; its other bits are the highest.
        public ulong Number()
        {
            var first = Byte();
            int more = byte.LeadingZeroCount((byte)~first);
            ulong value = 0;
            var at = 0;
            foreach (var next in Bytes((ulong)more))
            {
                value |= (ulong)next << (8 * at++);
            }

            return more >= 7 ? value : value | ((ulong)(first & ((0x80 >> more) - 1)) << (8 * more));
        }

        public long Long() => Number() is var value and <= long.MaxValue / 4 ? (long)value
            : throw Errors.ArchiveDamaged(archive, "its header is damaged");

        public int Count(int limit) => Number() is var value && value <= (ulong)limit ? (int)value
            : throw Errors.ArchiveTooManyEntries(archive, (long)Math.Min(value, long.MaxValue), limit);
    }
}
