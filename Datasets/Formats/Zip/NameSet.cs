using System.Security.Cryptography;

namespace Digits.Datasets.Formats.Zip;

/// <summary>
/// Tells which names came before, in eight bytes a name and none of its characters. Two names are taken for one with a chance of one in
/// millions even among millions of names; then an import names a duplicate that is none.
/// </summary>
internal sealed class NameSet
{
    private const int MinCapacity = 1024;
    private const ulong FnvPrime = 1099511628211;

    // Random for each process: with a known start of the hash an attacker could choose a million names for the same slot.
    private static readonly ulong Start = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private ulong[] _slots = new ulong[MinCapacity];
    private int _count;

    /// <summary>Adds a name.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(ReadOnlySpan<byte> name)
    {
        if (_count > _slots.Length / 4 * 3)
        {
            Grow();
        }

        return Insert(Hash(name));
    }

    private bool Insert(ulong hash)
    {
        var mask = (ulong)_slots.Length - 1;
        for (var at = hash & mask; ; at = (at + 1) & mask)
        {
            if (_slots[at] == hash)
            {
                return false;
            }

            if (_slots[at] == 0)
            {
                _slots[at] = hash;
                _count++;
                return true;
            }
        }
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new ulong[2 * old.Length];
        _count = 0;
        foreach (var hash in old)
        {
            if (hash != 0)
            {
                Insert(hash);
            }
        }
    }

    // FNV-1a, mixed once more because the low bits choose the slot; 0 marks an empty slot.
    private static ulong Hash(ReadOnlySpan<byte> name)
    {
        var hash = Start;
        foreach (var value in name)
        {
            hash = (hash ^ (value == (byte)'\\' ? (byte)'/' : value)) * FnvPrime;
        }

        hash ^= hash >> 32;
        hash *= 0x9E3779B97F4A7C15;
        return Math.Max(1, hash ^ (hash >> 29));
    }
}
