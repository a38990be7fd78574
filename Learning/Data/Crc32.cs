using System.Buffers.Binary;

namespace Digits.Learning.Data;

/// <summary>The checksum of PNG, ZIP and gzip: CRC-32 with the reflected polynomial EDB88320.</summary>
public static class Crc32
{
    private const int Step = 8;

    // Tables[n][v] is what the byte v leaves after n more zero bytes, so that eight bytes are worked off at once.
    private static readonly uint[][] Tables = MakeTables();

    /// <summary>The checksum of <paramref name="bytes"/>.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The checksum of what <paramref name="crc"/> is the checksum of, followed by <paramref name="bytes"/>.</summary>
    /// <param name="crc">The checksum so far; 0 at the beginning.</param>
    /// <param name="bytes">What follows.</param>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        var rest = ~crc;
        while (bytes.Length >= Step)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ rest;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            rest = Tables[7][(byte)low] ^ Tables[6][(byte)(low >> 8)] ^ Tables[5][(byte)(low >> 16)] ^ Tables[4][low >> 24]
                ^ Tables[3][(byte)high] ^ Tables[2][(byte)(high >> 8)] ^ Tables[1][(byte)(high >> 16)] ^ Tables[0][high >> 24];
            bytes = bytes[Step..];
        }

        foreach (var value in bytes)
        {
            rest = Tables[0][(byte)(rest ^ value)] ^ (rest >> 8);
        }

        return ~rest;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[Step][];
        tables[0] = [.. Enumerable.Range(0, 256).Select(value => Divide((uint)value))];
        for (var zeros = 1; zeros < Step; zeros++)
        {
            tables[zeros] = Array.ConvertAll(tables[zeros - 1], rest => tables[0][(byte)rest] ^ (rest >> 8));
        }

        return tables;
    }

    private static uint Divide(uint remainder)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            remainder = (remainder & 1) != 0 ? (remainder >> 1) ^ 0xEDB88320u : remainder >> 1;
        }

        return remainder;
    }
}
