using Digits.Datasets.Versions;

namespace Digits.Datasets.Storage;

/// <summary>Keeps the indexes that were used last, so that paging through a large version does not read its index again and again.</summary>
internal sealed class VersionIndexCache
{
    private const int MaxIndexes = 4;

    // About 6 bytes each.
    private const int MaxSamples = 8_000_000;

    private readonly Lock _lock = new();
    private readonly LinkedList<(string Hash, VersionIndex Index)> _recent = new();

    /// <summary>An index by the hash of its file, read where it is not cached.</summary>
    public VersionIndex Get(string hash, Func<VersionIndex> read)
    {
        lock (_lock)
        {
            if (_recent.FirstOrDefault(entry => entry.Hash == hash) is { Index: not null } known)
            {
                _recent.Remove(known);
                _recent.AddFirst(known);
                return known.Index;
            }
        }

        var index = read();
        lock (_lock)
        {
            _recent.AddFirst((hash, index));
            while (_recent.Count > 1 && (_recent.Count > MaxIndexes || _recent.Sum(entry => (long)entry.Index.Count) > MaxSamples))
            {
                _recent.RemoveLast();
            }
        }

        return index;
    }
}
