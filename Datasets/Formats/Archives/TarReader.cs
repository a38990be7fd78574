namespace Digits.Datasets.Formats.Archives;

/// <summary>What a header of a tar archive says about one entry.</summary>
/// <param name="Name">The bytes of the name, in whatever encoding they were written.</param>
/// <param name="IsUtf8">Whether the name is known to be UTF-8.</param>
/// <param name="Kind">The type flag, for example '0' for a file and '5' for a folder.</param>
/// <param name="Size">Bytes of the content.</param>
internal readonly record struct TarEntry(byte[] Name, bool IsUtf8, char Kind, long Size)
{
    public bool IsFile => Kind is '0' or '\0' or '7' && !IsFolder;

    /// <summary>Archives of old programs mark folders by nothing but their name.</summary>
    public bool IsFolder => Kind == '5' || Name is [.., (byte)'/'];

    /// <summary>What the entry is, for messages, where it is neither a file nor a folder.</summary>
    public string Describe() => Kind switch
    {
        '1' or '2' => "a link to another file, and links are not followed",
        '3' or '4' or '6' => "a device",
        'S' => "a file with holes, as tar --sparse writes it, and cannot be read",
        _ => $"an entry of the unknown type {(char.IsAsciiLetterOrDigit(Kind) ? Kind : '?')}",
    };
}

/// <summary>
/// Reads a tar archive from its beginning: old, ustar, GNU and pax headers. System.Formats.Tar, SharpCompress and SharpZipLib make room for
/// as many bytes of a long name or of pax attributes as its header claims, and decode names before anyone can tell their encoding.
/// </summary>
/// <param name="stream">The archive, unpacked.</param>
/// <param name="archive">What messages call it.</param>
internal sealed class TarReader(Stream stream, string archive)
{
    public const int BlockSize = 512;

    private const int MaxNameSize = 1 << 15;
    private const int MaxAttributesSize = 1 << 20;
    private const long MaxSize = long.MaxValue / 4;
    private const int ChecksumAt = 148;
    private const int ChecksumSize = 8;

    private readonly byte[] _header = new byte[BlockSize];
    private long _left;
    private int _padding;

    /// <summary>Whether two blocks of zeros marked the end, once that is reached; programs that do not write them are rare.</summary>
    public bool IsMarked { get; private set; }

    /// <summary>Whether a file begins as tar archives do: with a header whose checksum is right.</summary>
    public static bool IsTar(ReadOnlySpan<byte> head) => head.Length >= BlockSize && head[0] != 0 && HasChecksum(head[..BlockSize]);

    /// <summary>Goes on to the next entry, whatever is left of the one before.</summary>
    /// <returns>The entry; null after the last.</returns>
    /// <exception cref="RefusalException">The archive is damaged.</exception>
    public TarEntry? Next()
    {
        byte[]? longName = null;
        Dictionary<string, byte[]> attributes = [];
        while (ReadHeader())
        {
            var (kind, size) = ((char)_header[156], Number(_header.AsSpan(124, 12)));
            (_left, _padding) = (size, Padding(size));
            switch (kind)
            {
                case 'L':
                    longName = [.. ReadContent(MaxNameSize).TakeWhile(value => value != 0)];
                    break;
                case 'x' or 'X':
                    attributes = ReadAttributes(ReadContent(MaxAttributesSize));
                    break;
                case 'K' or 'g' or 'V':
                    // The target of a link, attributes of all entries, and the archive's own name.
                    break;
                default:
                    return Entry(kind, size, longName, attributes);
            }
        }

        return longName is null && attributes.Count == 0 ? null : throw Damaged("it ends before an entry that it announced, so it may be cut short");
    }

    /// <summary>Reads more of the entry's content.</summary>
    /// <returns>The number of bytes; 0 at its end.</returns>
    /// <exception cref="RefusalException">The archive ends before the entry does.</exception>
    public int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, _left);
        if (wanted == 0)
        {
            return 0;
        }

        var got = stream.Read(buffer[..wanted]);
        _left -= got;
        return got > 0 ? got : throw Damaged("it ends in the middle of an entry, so it may be cut short");
    }

    private TarEntry Entry(char kind, long size, byte[]? longName, Dictionary<string, byte[]> attributes)
    {
        if (attributes.TryGetValue("size", out var text))
        {
            size = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var said) && said <= MaxSize ? said
                : throw Damaged("an entry has no size, or an impossible one");
            (_left, _padding) = (size, Padding(size));
        }

        if (attributes.Keys.Any(key => key.StartsWith("GNU.sparse", StringComparison.Ordinal)))
        {
            kind = 'S';
        }

        // Links claim a size now and then, and have no content.
        if (kind is '1' or '2' or '3' or '4' or '5' or '6')
        {
            (_left, _padding) = (0, 0);
        }

        return attributes.TryGetValue("path", out var path) ? new TarEntry(path, true, kind, size)
            : new TarEntry(longName ?? ShortName(), false, kind, size);
    }

    private byte[] ShortName()
    {
        ReadOnlySpan<byte> header = _header;
        var name = Text(header[..100]);
        var prefix = header[257..].StartsWith("ustar\0"u8) ? Text(header.Slice(345, 155)) : [];
        return prefix.IsEmpty ? name.ToArray() : [.. prefix, (byte)'/', .. name];
    }

    // Two blocks of zeros end an archive; the end of the file does, too.
    private bool ReadHeader()
    {
        Skip(_left + _padding);
        (_left, _padding) = (0, 0);
        for (var zeros = 0; zeros < 2; zeros++)
        {
            var got = stream.ReadAtLeast(_header, BlockSize, throwOnEndOfStream: false);
            if (got == 0)
            {
                return false;
            }

            if (got < BlockSize)
            {
                throw Damaged("it ends in the middle of a header, so it may be cut short");
            }

            IsMarked = true;
            if (_header.AsSpan().ContainsAnyExcept((byte)0))
            {
                IsMarked = false;
                return HasChecksum(_header) ? true : throw Damaged("the checksum of a header is wrong");
            }
        }

        return false;
    }

    private byte[] ReadContent(int limit)
    {
        if (_left > limit)
        {
            throw Damaged($"the name or the attributes of an entry take {_left} bytes");
        }

        var content = new byte[_left];
        for (var at = 0; at < content.Length;)
        {
            at += Read(content.AsSpan(at));
        }

        return content;
    }

    // Records such as "21 path=train/7/a.png\n": the length of the whole record, a key and a value.
    private Dictionary<string, byte[]> ReadAttributes(ReadOnlySpan<byte> records)
    {
        var attributes = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        while (!records.TrimStart((byte)0).IsEmpty)
        {
            var space = records.IndexOf((byte)' ');
            if (space < 1 || !int.TryParse(records[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length <= space + 1 || length > records.Length)
            {
                throw Damaged("the attributes of an entry cannot be read");
            }

            var record = records[(space + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals > 0 && record[..equals] is var key && (key.SequenceEqual("path"u8) || key.SequenceEqual("size"u8) || key.StartsWith("GNU.sparse"u8)))
            {
                var value = record[(equals + 1)..];
                attributes[Encoding.UTF8.GetString(key)] = value.Length <= MaxNameSize ? value.ToArray()
                    : throw Damaged($"the name of an entry takes {value.Length} bytes");
            }

            records = records[length..];
        }

        return attributes;
    }

    private void Skip(long bytes)
    {
        var block = new byte[(int)Math.Min(bytes, 1 << 16)];
        while (bytes > 0)
        {
            var got = stream.Read(block, 0, (int)Math.Min(block.Length, bytes));
            if (got == 0)
            {
                // Some programs leave out the padding behind the last entry.
                if (bytes < BlockSize && _left == 0)
                {
                    return;
                }

                throw Damaged("it ends in the middle of an entry, so it may be cut short");
            }

            bytes -= got;
        }
    }

    // Octal digits, or, where the first bit is set, a binary number with the highest byte first.
    private long Number(ReadOnlySpan<byte> field)
    {
        long value = 0;
        if ((field[0] & 0x80) != 0)
        {
            // The lowest eight bytes hold every size that a disk can hold.
            value = BinaryPrimitives.ReadInt64BigEndian(field[4..]);
            return value is >= 0 and <= MaxSize && field[0] == 0x80 ? value : throw Damaged("an entry has an impossible size");
        }

        foreach (var digit in field.Trim(" \0"u8))
        {
            value = digit is >= (byte)'0' and <= (byte)'7' ? (value << 3) | (uint)(digit - '0') : throw Damaged("an entry has no size");
        }

        return value;
    }

    private static int Padding(long size) => (int)((BlockSize - (size % BlockSize)) % BlockSize);

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> field) => field.IndexOf((byte)0) is var end and >= 0 ? field[..end] : field;

    // The sum of all bytes, with the checksum itself taken for spaces. Some old programs summed signed bytes.
    private static bool HasChecksum(ReadOnlySpan<byte> header)
    {
        var (unsigned, signed) = (0, 0);
        for (var at = 0; at < BlockSize; at++)
        {
            var value = at is >= ChecksumAt and < ChecksumAt + ChecksumSize ? (byte)' ' : header[at];
            unsigned += value;
            signed += (sbyte)value;
        }

        var said = 0;
        var digits = header.Slice(ChecksumAt, ChecksumSize).Trim(" \0"u8);
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return false;
            }

            said = (said << 3) | (digit - '0');
        }

        return !digits.IsEmpty && (said == unsigned || said == signed);
    }

    private RefusalException Damaged(string fault) => Errors.ArchiveDamaged(archive, fault);
}
