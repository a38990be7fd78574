using SharpCompress.Common;
using SharpCompress.Compressors.Xz;

namespace Digits.Datasets.Formats.Archives;

/// <summary>
/// What an xz file unpacks to, however many streams and blocks it has. The library unpacks a block; how much memory a block asks for, and
/// whether another stream follows, is seen here.
/// </summary>
/// <param name="packed">The file, which can be sought; stays open.</param>
/// <param name="name">What messages call it.</param>
internal sealed class XzContent(Stream packed, string name) : ForwardStream
{
    // xz -9 asks for 64 MB.
    private const long MaxDictionary = 128 << 20;

    private const ulong Lzma2 = 0x21;
    private const int FooterSize = 12;

    private readonly byte[] _piece = new byte[1 << 16];
    private XZHeader? _header;
    private XZBlock? _block;

    public static bool IsXz(ReadOnlySpan<byte> head) => head is [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..];

    /// <exception cref="InvalidDataException">What lies below is not xz, cut short or damaged.</exception>
    /// <exception cref="RefusalException">It asks for too much memory.</exception>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                if (_block is null && !TryBegin())
                {
                    return 0;
                }

                var got = _block!.Read(_piece, 0, Math.Min(_piece.Length, buffer.Length));
                if (got > 0)
                {
                    _piece.AsSpan(0, got).CopyTo(buffer);
                    return got;
                }

                _block = null;
            }

            return 0;
        }
        catch (Exception fault) when (Damage.IsOfLibrary(fault))
        {
            throw new InvalidDataException("The compressed data is damaged or cut short.", fault);
        }
    }

    // Begins the next block, of the next stream where this one is over.
    private bool TryBegin()
    {
        while (true)
        {
            if (_header is null)
            {
                if (!SkipPadding())
                {
                    return false;
                }

                _header = XZHeader.FromStream(packed);
            }

            CheckMemory();
            if (PeekByte() != 0)
            {
                _block = new XZBlock(packed, _header.BlockCheckType, _header.BlockCheckSize);
                return true;
            }

            packed.Position++;
            SkipIndex(packed.Position - 1);
            _header = null;
        }
    }

    // Streams may have zeros between them, four at a time.
    private bool SkipPadding()
    {
        Span<byte> four = stackalloc byte[4];
        while (packed.Position > 0 && packed.Position < packed.Length)
        {
            var got = packed.ReadAtLeast(four, four.Length, throwOnEndOfStream: false);
            if (got == four.Length && !four.ContainsAnyExcept((byte)0))
            {
                continue;
            }

            packed.Position -= got;
            break;
        }

        return packed.Position < packed.Length || packed.Length == 0;
    }

    // The index repeats the sizes of all blocks. The library would make an object of each before anyone can bound their number.
    private void SkipIndex(long start)
    {
        for (var numbers = 2 * NextNumber(); numbers > 0; numbers--)
        {
            NextNumber();
        }

        packed.Position += (4 - ((packed.Position - start) % 4)) % 4;
        Span<byte> end = stackalloc byte[sizeof(uint) + FooterSize];
        packed.ReadExactly(end);
        if (!end.EndsWith("YZ"u8))
        {
            throw new InvalidDataException("The compressed data is damaged.");
        }
    }

    private ulong NextNumber()
    {
        ulong value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var next = packed.ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next is >= 0 and < 0x80)
            {
                return value;
            }

            if (next < 0)
            {
                break;
            }
        }

        throw new InvalidDataException("The compressed data is damaged or cut short.");
    }

    // A block's header: its size, flags, two sizes that may be missing, and of each filter its number, the size of its properties and those.
    private void CheckMemory()
    {
        var start = packed.Position;
        Span<byte> header = stackalloc byte[1024];
        var got = packed.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        packed.Position = start;
        if (got == 0 || header[0] == 0)
        {
            return;
        }

        ReadOnlySpan<byte> rest = header[..Math.Min(got, 4 * (header[0] + 1))];
        var flags = rest.Length > 1 ? rest[1] : throw new InvalidDataException("The compressed data is cut short.");
        rest = rest[2..];
        _ = (flags & 0x40) != 0 ? Number(ref rest) : 0;
        _ = (flags & 0x80) != 0 ? Number(ref rest) : 0;
        for (var filter = 0; filter <= (flags & 3); filter++)
        {
            var (id, size) = (Number(ref rest), Number(ref rest));
            if (size > (ulong)rest.Length)
            {
                throw new InvalidDataException("The compressed data is damaged.");
            }

            if (id == Lzma2 && size == 1 && Dictionary(rest[0]) is var bytes && bytes > MaxDictionary)
            {
                throw Errors.UnpackMemoryTooLarge(name, bytes >> 20, MaxDictionary >> 20);
            }

            rest = rest[(int)size..];
        }
    }

    public static long Dictionary(byte code) => (2L | (code & 1L)) << ((Math.Min(code, (byte)40) / 2) + 11);

    // Seven bits a byte, the lowest first; the last byte has its highest bit clear.
    private static ulong Number(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var at = 0; at < Math.Min(9, bytes.Length); at++)
        {
            value |= (ulong)(bytes[at] & 0x7F) << (7 * at);
            if ((bytes[at] & 0x80) == 0)
            {
                bytes = bytes[(at + 1)..];
                return value;
            }
        }

        throw new InvalidDataException("The compressed data is damaged.");
    }

    private int PeekByte()
    {
        var value = packed.ReadByte();
        packed.Position -= value < 0 ? 0 : 1;
        return value;
    }
}

/// <summary>Tells what SharpCompress throws on damaged data from other failures.</summary>
internal static class Damage
{
    // The library checks checksums, but not every index and length that damaged data leads it to. A disk that fails is no damage of the data.
    public static bool IsOfLibrary(Exception fault) =>
        fault is SharpCompressException or EndOfStreamException or XZIndexMarkerReachedException
            or (SystemException and not (IOException or UnauthorizedAccessException or OperationCanceledException));
}
