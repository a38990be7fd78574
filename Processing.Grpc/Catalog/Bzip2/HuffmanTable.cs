namespace Digits.Processing.Catalog.Bzip2;

/// <summary>A canonical Huffman code: codes of one length are consecutive numbers, in the order of their symbols.</summary>
internal sealed class HuffmanTable
{
    private const int MaxLength = 20;

    // For each length: the first code, the code after the last, and where the symbols of that length begin.
    private readonly int[] _first = new int[MaxLength + 2];
    private readonly int[] _end = new int[MaxLength + 2];
    private readonly int[] _offset = new int[MaxLength + 2];
    private readonly int[] _symbols;

    private HuffmanTable(int[] lengths)
    {
        _symbols = [.. Enumerable.Range(0, lengths.Length).OrderBy(symbol => lengths[symbol])];
        var (code, offset) = (0, 0);
        for (var length = 1; length <= MaxLength; length++)
        {
            var count = lengths.Count(other => other == length);
            (_first[length], _end[length], _offset[length]) = (code, code + count, offset);
            offset += count;
            code = (code + count) << 1;
        }
    }

    /// <summary>Reads the lengths of all codes: each differs from the one before by steps of one, up or down.</summary>
    public static HuffmanTable Read(BitReader bits, int symbols)
    {
        var lengths = new int[symbols];
        var length = (int)bits.Read(5);
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            while (bits.Read(1) == 1)
            {
                length += bits.Read(1) == 0 ? 1 : -1;
                CheckLength(length);
            }

            CheckLength(length);
            lengths[symbol] = length;
        }

        return new HuffmanTable(lengths);
    }

    /// <summary>Reads one symbol.</summary>
    public int Decode(BitReader bits)
    {
        var code = 0;
        for (var length = 1; length <= MaxLength; length++)
        {
            code = (code << 1) | (int)bits.Read(1);
            if (code >= _first[length] && code < _end[length])
            {
                return _symbols[_offset[length] + code - _first[length]];
            }
        }

        throw new InvalidDataException("The compressed data has a code that stands for nothing.");
    }

    private static void CheckLength(int length)
    {
        if (length is < 1 or > MaxLength)
        {
            throw new InvalidDataException("The compressed data has a code of impossible length.");
        }
    }
}
