namespace Digits.Datasets.Formats.Zip;

/// <summary>Where the entries of an archive lie, to find any two that share bytes; 16 bytes an entry.</summary>
internal sealed class EntryRanges
{
    private readonly List<long> _starts = [];
    private readonly List<long> _ends = [];
    private bool _ordered = true;

    public void Add(long start, long length)
    {
        _ordered &= _starts.Count == 0 || start >= _starts[^1];
        _starts.Add(start);
        _ends.Add(start + length);
    }

    /// <summary>Whether two entries share bytes.</summary>
    public bool Overlap()
    {
        var (starts, ends) = (_starts.ToArray(), _ends.ToArray());
        if (!_ordered)
        {
            Array.Sort(starts, ends);
        }

        for (var i = 1; i < starts.Length; i++)
        {
            if (starts[i] < ends[i - 1])
            {
                return true;
            }
        }

        return false;
    }
}
