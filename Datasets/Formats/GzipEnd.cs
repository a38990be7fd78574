using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.Zip.Compression;

namespace Digits.Datasets.Formats;

/// <summary>
/// Where the last member of a gzip file ends. GZipStream does not say how many bytes it used, so the members are walked over with an
/// inflater that does; checksums are left to GZipStream.
/// </summary>
/// <param name="IsWhole">Whether the last member is there up to its end.</param>
/// <param name="Unpacked">Bytes that all members unpack to.</param>
/// <param name="Trailing">Bytes behind the last member, unless they are zeros, which tapes leave there.</param>
internal sealed record GzipEnd(bool IsWhole, long Unpacked, long Trailing)
{
    private const int TrailerSize = 8;

    /// <summary>Walks over a gzip file.</summary>
    public static GzipEnd Find(Stream packed)
    {
        using var input = new Input(packed);
        var inflater = new Inflater(noHeader: true);
        var (unpacked, members) = (0L, 0);
        while (input.Peek() is [0x1F, 0x8B, ..])
        {
            if (!input.SkipHeader() || Inflate(inflater, input) is not { } length || !input.TrySkip(TrailerSize))
            {
                return new GzipEnd(false, unpacked, 0);
            }

            unpacked += length;
            members++;
        }

        return new GzipEnd(members > 0, unpacked, input.CountRest());
    }

    private static long? Inflate(Inflater inflater, Input input)
    {
        var output = new byte[1 << 16];
        inflater.Reset();
        try
        {
            while (!inflater.IsFinished)
            {
                if (inflater.Inflate(output) == 0 && inflater.IsNeedingInput && !inflater.IsFinished)
                {
                    if (!input.TryTake(out var block))
                    {
                        return null;
                    }

                    inflater.SetInput(block.Array!, block.Offset, block.Count);
                }
            }
        }
        catch (Exception damage) when (damage is SharpZipBaseException or IndexOutOfRangeException or ArgumentException or InvalidOperationException)
        {
            return null;
        }

        input.GiveBack(inflater.RemainingInput);
        return inflater.TotalOut;
    }

    /// <summary>The packed bytes, block by block, of which the end of a block can be given back.</summary>
    private sealed class Input(Stream packed) : IDisposable
    {
        // The bytes of a header before what its flags announce.
        private const int HeaderSize = 10;
        private const int CrcFlag = 2;
        private const int ExtraFlag = 4;
        private const int NameFlag = 8;
        private const int CommentFlag = 16;

        private readonly byte[] _block = new byte[1 << 16];
        private int _start;
        private int _filled;

        public ReadOnlySpan<byte> Peek()
        {
            while (_filled - _start < 2 && Fill())
            {
            }

            return _block.AsSpan(_start, _filled - _start);
        }

        public bool TryTake(out ArraySegment<byte> block)
        {
            var any = _start < _filled || Fill();
            block = new ArraySegment<byte>(_block, _start, _filled - _start);
            _start = _filled;
            return any;
        }

        public void GiveBack(int bytes) => _start -= bytes;

        public bool SkipHeader()
        {
            Span<byte> header = stackalloc byte[HeaderSize];
            for (var at = 0; at < HeaderSize; at++)
            {
                if (Next() is not { } value)
                {
                    return false;
                }

                header[at] = value;
            }

            var flags = header[3];
            if ((flags & ExtraFlag) != 0 && !(Next() is { } low && Next() is { } high && TrySkip(low | (high << 8))))
            {
                return false;
            }

            return ((flags & NameFlag) == 0 || SkipText()) && ((flags & CommentFlag) == 0 || SkipText()) && ((flags & CrcFlag) == 0 || TrySkip(2));
        }

        public bool TrySkip(int bytes)
        {
            while (bytes > 0 && Next() is not null)
            {
                bytes--;
            }

            return bytes == 0;
        }

        /// <summary>The bytes from here to the end; 0 where all of them are zeros.</summary>
        public long CountRest()
        {
            var (count, any) = (0L, false);
            while (TryTake(out var block))
            {
                count += block.Count;
                any |= block.AsSpan().ContainsAnyExcept((byte)0);
            }

            return any ? count : 0;
        }

        public void Dispose() => packed.Dispose();

        private bool SkipText()
        {
            while (Next() is { } value)
            {
                if (value == 0)
                {
                    return true;
                }
            }

            return false;
        }

        private byte? Next() => _start < _filled || Fill() ? _block[_start++] : null;

        private bool Fill()
        {
            _block.AsSpan(_start, _filled - _start).CopyTo(_block);
            (_start, _filled) = (0, _filled - _start);
            var got = packed.Read(_block.AsSpan(_filled));
            _filled += got;
            return got > 0;
        }
    }
}
