namespace Digits.Datasets.Quality;

/// <summary>Which rows belong together. One thread may join while others ask.</summary>
internal sealed class DisjointSets
{
    // The parent of a row is never greater than the row, so the way up always ends.
    private readonly int[] _parents;

    public DisjointSets(int count) => _parents = [.. Enumerable.Range(0, count)];

    /// <summary>The least row of those that belong together; an earlier answer while another thread is joining.</summary>
    public int Find(int row)
    {
        while (true)
        {
            var parent = Volatile.Read(ref _parents[row]);
            if (parent == row)
            {
                return row;
            }

            row = parent;
        }
    }

    public void Join(int a, int b)
    {
        var (rootA, rootB) = (Find(a), Find(b));
        var root = Math.Min(rootA, rootB);
        Volatile.Write(ref _parents[Math.Max(rootA, rootB)], root);
        // Halved ways keep later ones short.
        Shorten(a, root);
        Shorten(b, root);
    }

    /// <summary>The rows that belong with others, group by group, each in order.</summary>
    public List<List<int>> Groups()
    {
        var groups = new Dictionary<int, List<int>>();
        for (var row = 0; row < _parents.Length; row++)
        {
            var root = Find(row);
            if (root == row)
            {
                continue;
            }

            if (!groups.TryGetValue(root, out var group))
            {
                groups[root] = group = [root];
            }

            group.Add(row);
        }

        return [.. groups.Values];
    }

    private void Shorten(int row, int root)
    {
        while (row != root)
        {
            var parent = _parents[row];
            Volatile.Write(ref _parents[row], root);
            row = parent;
        }
    }
}
