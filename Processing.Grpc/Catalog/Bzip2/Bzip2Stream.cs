using Digits.Processing.Formats;

namespace Digits.Processing.Catalog.Bzip2;

/// <summary>Unpacks bzip2 while it is read. The stream below stays open.</summary>
/// <remarks>
/// Written from the format as it is publicly described. Checks the checksum of each block, which covers every byte that it gives.
/// </remarks>
internal sealed class Bzip2Stream(Stream packed) : ForwardStream
{
    private const uint Signature = 0x425a68;
    private const ulong BlockMark = 0x314159265359;
    private const ulong EndMark = 0x177245385090;
    private const int SizeUnit = 100_000;
    private const int RunStart = 4;
    private const uint Polynomial = 0x04c11db7;

    private static readonly uint[] CrcTable = MakeCrcTable();

    private readonly BitReader _bits = new(packed);
    private int _blockSize;
    private byte[] _text = [];
    private int _next;
    private int _last = -1;
    private int _same;
    private int _repeats;
    private uint _crc;
    private uint _expected;

    /// <exception cref="InvalidDataException">What lies below is not bzip2, cut short or damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = 0;
        while (count < buffer.Length && (_repeats > 0 || _next < _text.Length || OpenBlock()))
        {
            if (NextByte() is { } value)
            {
                buffer[count++] = value;
            }
        }

        return count;
    }

    // Four equal bytes are followed by a number: how many more of them there are.
    private byte? NextByte()
    {
        if (_repeats > 0)
        {
            _repeats--;
        }
        else if (_same == RunStart)
        {
            _repeats = _text[_next++];
            _same = 0;
            return null;
        }
        else
        {
            var value = _text[_next++];
            _same = value == _last ? _same + 1 : 1;
            _last = value;
        }

        _crc = (_crc << 8) ^ CrcTable[(_crc >> 24) ^ (uint)_last];
        return (byte)_last;
    }

    private bool OpenBlock()
    {
        CheckBlock();
        while (true)
        {
            if (_blockSize == 0 && !OpenStream())
            {
                return false;
            }

            var mark = ((ulong)_bits.Read(24) << 24) | _bits.Read(24);
            if (mark == BlockMark)
            {
                _expected = _bits.Read(32);
                _text = Bzip2Block.Read(_bits, _blockSize);
                (_next, _last, _same, _crc) = (0, -1, 0, uint.MaxValue);
                return true;
            }

            if (mark != EndMark)
            {
                throw new InvalidDataException("The compressed data is damaged: a block begins wrongly.");
            }

            // The checksum of the whole only repeats what those of the blocks have said.
            _bits.Read(32);
            _blockSize = 0;
        }
    }

    private bool OpenStream()
    {
        if (_bits.AtEnd())
        {
            return false;
        }

        var (signature, level) = (_bits.Read(24), (int)_bits.Read(8) - '0');
        if (signature != Signature || level is < 1 or > 9)
        {
            throw new InvalidDataException("The data is not bzip2.");
        }

        _blockSize = level * SizeUnit;
        return true;
    }

    private void CheckBlock()
    {
        if (_text.Length > 0 && ~_crc != _expected)
        {
            throw new InvalidDataException("The compressed data is damaged: a checksum is wrong.");
        }

        _text = [];
        _next = 0;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var value = 0; value < table.Length; value++)
        {
            var crc = (uint)value << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc << 1) ^ ((crc & 0x80000000) != 0 ? Polynomial : 0);
            }

            table[value] = crc;
        }

        return table;
    }
}
