namespace Digits.Processing.Catalog.Bzip2;

/// <summary>
/// One block of bzip2: Huffman codes of runs and of places in a move-to-front list, which give the last column of the sorted rotations of
/// the text (Burrows and Wheeler's transform). The text that comes out still has its runs of four and more shortened.
/// </summary>
internal static class Bzip2Block
{
    private const int SymbolsPerSelector = 50;
    private const int MaxTables = 6;
    private const int RunA = 0;
    private const int RunB = 1;

    /// <summary>Reads a block, from behind its checksum on.</summary>
    /// <param name="bits">Where to read.</param>
    /// <param name="size">Bytes that a block can have at most.</param>
    public static byte[] Read(BitReader bits, int size)
    {
        if (bits.Read(1) != 0)
        {
            throw new InvalidDataException("The compressed data is of a kind that bzip2 has not written since its first versions.");
        }

        var start = (int)bits.Read(24);
        var used = ReadUsed(bits);
        var tableCount = (int)bits.Read(3);
        var selectors = new int[bits.Read(15)];
        if (used.Length == 0 || tableCount is < 2 or > MaxTables || selectors.Length == 0)
        {
            throw Damaged();
        }

        ReadSelectors(bits, selectors, tableCount);
        var tables = new HuffmanTable[tableCount];
        for (var table = 0; table < tableCount; table++)
        {
            tables[table] = HuffmanTable.Read(bits, used.Length + 2);
        }

        var column = new byte[size];
        var length = ReadColumn(bits, column, used, selectors, tables);
        return start < length ? Untransform(column.AsSpan(0, length), start) : throw Damaged();
    }

    private static byte[] ReadUsed(BitReader bits)
    {
        var groups = bits.Read(16);
        var used = new List<byte>();
        for (var group = 0; group < 16; group++)
        {
            var members = (groups & (0x8000 >> group)) != 0 ? bits.Read(16) : 0;
            used.AddRange(Enumerable.Range(0, 16).Where(member => (members & (0x8000 >> member)) != 0).Select(member => (byte)((group * 16) + member)));
        }

        return [.. used];
    }

    private static void ReadSelectors(BitReader bits, int[] selectors, int tableCount)
    {
        var order = Enumerable.Range(0, tableCount).ToArray();
        for (var index = 0; index < selectors.Length; index++)
        {
            var place = 0;
            while (bits.Read(1) == 1)
            {
                place++;
                if (place == tableCount)
                {
                    throw Damaged();
                }
            }

            selectors[index] = MoveToFront(order, place);
        }
    }

    private static int ReadColumn(BitReader bits, byte[] column, byte[] used, int[] selectors, HuffmanTable[] tables)
    {
        var end = used.Length + 1;
        var (length, run, weight) = (0, 0, 1);
        for (var read = 0; ; read++)
        {
            var group = read / SymbolsPerSelector;
            var symbol = group < selectors.Length ? tables[selectors[group]].Decode(bits) : throw Damaged();
            if (symbol is RunA or RunB)
            {
                // A run's length is written in base two with the digits 1 and 2.
                run += weight << symbol;
                weight <<= 1;
                if (run > column.Length - length)
                {
                    throw Damaged();
                }

                continue;
            }

            column.AsSpan(length, run).Fill(used[0]);
            length += run;
            (run, weight) = (0, 1);
            if (symbol == end)
            {
                return length;
            }

            if (length == column.Length)
            {
                throw Damaged();
            }

            column[length++] = MoveToFront(used, symbol - 1);
        }
    }

    /// <summary>Finds the text whose sorted rotations end in this column.</summary>
    private static byte[] Untransform(ReadOnlySpan<byte> column, int start)
    {
        var places = new int[256];
        foreach (var value in column)
        {
            places[value]++;
        }

        var sum = 0;
        for (var value = 0; value < places.Length; value++)
        {
            (places[value], sum) = (sum, sum + places[value]);
        }

        var next = new int[column.Length];
        for (var index = 0; index < column.Length; index++)
        {
            next[places[column[index]]++] = index;
        }

        var text = new byte[column.Length];
        var at = start;
        for (var index = 0; index < text.Length; index++)
        {
            at = next[at];
            text[index] = column[at];
        }

        return text;
    }

    private static T MoveToFront<T>(T[] list, int place)
    {
        var moved = list[place];
        Array.Copy(list, 0, list, 1, place);
        list[0] = moved;
        return moved;
    }

    private static InvalidDataException Damaged() => new("The compressed data is damaged.");
}
