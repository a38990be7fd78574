using System.Numerics;

namespace Digits.Imaging;

/// <summary>
/// Compresses bytes into one deflate block (RFC 1951) with the fixed Huffman codes; the only matches it looks for are repetitions of the
/// previous byte. Small images of handwriting are mostly paper, so the result is nearly as short as after a full search, in a fraction of
/// the time. System.IO.Compression may change its output from version to version, and exports must keep their checksums.
/// </summary>
internal ref struct FixedDeflate(Span<byte> output)
{
    private const int MinRun = 3;
    private const int MaxRun = 258;
    private const int EndOfBlock = 256;
    private const int FirstLength = 257;
    private const int DistanceBits = 5;

    // The code of each symbol, lowest bit first as it is written, and its length in bits.
    private static readonly (ushort Bits, byte Count)[] Codes = MakeCodes();

    // For each length of a run: the code of the length, its extra bits and the code of distance 1, in one number.
    private static readonly (uint Bits, byte Count)[] Runs = MakeRuns();

    private readonly Span<byte> _output = output;
    private ulong _bits;
    private int _count;
    private int _length;

    /// <summary>The largest possible output for an input of <paramref name="length"/> bytes.</summary>
    public static int MaxLength(int length) => length + (length / 8) + 8;

    /// <summary>Compresses all of the input.</summary>
    /// <returns>The number of bytes written.</returns>
    public int Pack(ReadOnlySpan<byte> bytes)
    {
        // The last block (1), with fixed codes (01).
        Write(0b011, 3);
        var at = 0;
        while (at < bytes.Length)
        {
            var run = at == 0 ? 0 : RunAt(bytes, at);
            if (run >= MinRun)
            {
                var (bits, count) = Runs[run];
                Write(bits, count);
                at += run;
            }
            else
            {
                var (bits, count) = Codes[bytes[at]];
                Write(bits, count);
                at++;
            }
        }

        Write(Codes[EndOfBlock].Bits, Codes[EndOfBlock].Count);
        for (; _count > 0; _count -= 8, _bits >>= 8)
        {
            _output[_length++] = (byte)_bits;
        }

        return _length;
    }

    private static int RunAt(ReadOnlySpan<byte> bytes, int at)
    {
        var rest = bytes.Slice(at, Math.Min(MaxRun, bytes.Length - at));
        var run = rest.IndexOfAnyExcept(bytes[at - 1]);
        return run < 0 ? rest.Length : run;
    }

    private void Write(uint bits, int count)
    {
        _bits |= (ulong)bits << _count;
        _count += count;
        for (; _count >= 8; _count -= 8, _bits >>= 8)
        {
            _output[_length++] = (byte)_bits;
        }
    }

    private static (ushort Bits, byte Count)[] MakeCodes()
    {
        var codes = new (ushort, byte)[288];
        for (var symbol = 0; symbol < codes.Length; symbol++)
        {
            var (code, count) = symbol switch
            {
                < 144 => (0x30 + symbol, 8),
                < 256 => (0x190 + symbol - 144, 9),
                < 280 => (symbol - 256, 7),
                _ => (0xC0 + symbol - 280, 8),
            };
            codes[symbol] = ((ushort)Reverse(code, count), (byte)count);
        }

        return codes;
    }

    // Lengths 3 to 10 have a symbol each; from there on four symbols share a number of extra bits; 258 has the last symbol to itself.
    private static (uint Bits, byte Count)[] MakeRuns()
    {
        var runs = new (uint, byte)[MaxRun + 1];
        for (var run = MinRun; run <= MaxRun; run++)
        {
            var offset = run - MinRun;
            var extra = Math.Max(0, BitOperations.Log2((uint)Math.Max(1, offset)) - 2);
            var symbol = run == MaxRun ? 285 : FirstLength + (4 * extra) + (offset >> extra);
            extra = run == MaxRun ? 0 : extra;
            var (bits, count) = Codes[symbol];
            runs[run] = (bits | (uint)((offset & ((1 << extra) - 1)) << count), (byte)(count + extra + DistanceBits));
        }

        return runs;
    }

    private static int Reverse(int code, int count)
    {
        var reversed = 0;
        for (var bit = 0; bit < count; bit++)
        {
            reversed = (reversed << 1) | ((code >> bit) & 1);
        }

        return reversed;
    }
}
