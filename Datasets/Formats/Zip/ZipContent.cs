using System.IO.Compression;
using System.IO.Hashing;

namespace Digits.Datasets.Formats.Zip;

/// <summary>The unpacked content of an entry; checks that size and checksum are those that the directory names.</summary>
internal sealed class ZipContent : ForwardStream
{
    private readonly Stream _content;
    private readonly ZipEntry _entry;
    private long _at;
    private readonly Crc32 _crc = new();

    public ZipContent(Stream packed, ZipEntry entry)
    {
        _content = entry.Method == ZipEntry.Deflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
        _entry = entry;
        if (entry.Method == ZipEntry.Stored && entry.PackedSize != entry.Size)
        {
            _content.Dispose();
            throw new InvalidDataException("It is not packed, but claims two different sizes.");
        }
    }

    public override long Length => _entry.Size;

    /// <exception cref="InvalidDataException">The content is damaged, or longer or shorter than it should be.</exception>
    public override int Read(Span<byte> buffer)
    {
        int got;
        try
        {
            got = _content.Read(buffer);
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidDataException("Its packing is damaged.", damage);
        }

        _at += got;
        _crc.Append(buffer[..got]);
        if (_at > _entry.Size)
        {
            throw new InvalidDataException($"It unpacks to more than the {_entry.Size} bytes that the archive's directory names.");
        }

        if (got == 0 && buffer.Length > 0)
        {
            CheckEnd();
        }

        return got;
    }

    protected override void Dispose(bool disposing)
    {
        _content.Dispose();
        base.Dispose(disposing);
    }

    private void CheckEnd()
    {
        if (_at < _entry.Size)
        {
            throw new InvalidDataException($"It ends after {_at} of the {_entry.Size} bytes that the archive's directory names.");
        }

        if (_crc.GetCurrentHashAsUInt32() != _entry.Crc)
        {
            throw new InvalidDataException("Its content is damaged: the checksum is wrong.");
        }
    }
}
