namespace Digits.Processing.Quality;

/// <summary>Sorts the rows of a version by image.</summary>
internal static class EqualImages
{
    /// <summary>The rows with images that others have too, group by group, and one row of every image that is not blank.</summary>
    public static (List<List<int>> Groups, int[] Distinct) Find(UInt128[] hashes, ImageMeasure[] measures)
    {
        // Blank images are all equal, and a finding of their own.
        int[] order = [.. Enumerable.Range(0, hashes.Length).Where(row => !measures[row].Faults.HasFlag(ImageFaults.Blank))];
        var keys = Array.ConvertAll(order, row => hashes[row]);
        Array.Sort(keys, order);

        var groups = new List<List<int>>();
        var distinct = new List<int>(order.Length);
        for (var first = 0; first < order.Length;)
        {
            var end = first + 1;
            while (end < order.Length && keys[end] == keys[first])
            {
                end++;
            }

            var group = order[first..end];
            Array.Sort(group);
            distinct.Add(group[0]);
            if (group.Length > 1)
            {
                groups.Add([.. group]);
            }

            first = end;
        }

        distinct.Sort();
        groups.Sort((a, b) => a[0].CompareTo(b[0]));
        return (groups, [.. distinct]);
    }
}
