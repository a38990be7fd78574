using System.Buffers.Binary;
using Digits.Learning.Data;

namespace Digits.Learning.Images.Png;

/// <summary>Walks over the chunks of a PNG, checking lengths and checksums.</summary>
internal ref struct PngChunkReader
{
    private const int LengthAndType = 8;
    private const int Checksum = 4;

    private ReadOnlySpan<byte> _rest;

    public PngChunkReader(ReadOnlySpan<byte> file)
    {
        PngSignature.Check(file);
        _rest = file[PngSignature.Bytes.Length..];
    }

    /// <summary>The next chunk.</summary>
    /// <exception cref="ImageFormatException">The file ends before the chunk does, or the chunk is damaged.</exception>
    public PngChunk Read()
    {
        if (_rest.Length < LengthAndType)
        {
            throw new ImageFormatException(ImageFault.Truncated, "The PNG is cut short: it ends before its IEND chunk.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(_rest);
        var type = ReadType(_rest[4..]);
        if (length > int.MaxValue)
        {
            throw new ImageFormatException(
                ImageFault.Invalid, $"The PNG is damaged: its {PngChunk.NameOf(type)} chunk claims {length} bytes.");
        }

        if (_rest.Length - LengthAndType - Checksum < length)
        {
            throw new ImageFormatException(
                ImageFault.Truncated,
                $"The PNG is cut short: its {PngChunk.NameOf(type)} chunk claims {length} bytes and the file ends before them.");
        }

        var end = LengthAndType + (int)length;
        if (Crc32.Of(_rest[4..end]) != BinaryPrimitives.ReadUInt32BigEndian(_rest[end..]))
        {
            throw new ImageFormatException(
                ImageFault.Invalid, $"The PNG is damaged: the checksum of its {PngChunk.NameOf(type)} chunk is wrong.");
        }

        var chunk = new PngChunk(type, _rest[LengthAndType..end]);
        _rest = _rest[(end + Checksum)..];
        return chunk;
    }

    private static uint ReadType(ReadOnlySpan<byte> bytes)
    {
        foreach (var letter in bytes[..4])
        {
            if (!char.IsAsciiLetter((char)letter))
            {
                throw new ImageFormatException(ImageFault.Invalid, "The PNG is damaged: a chunk's type is not four letters.");
            }
        }

        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
