namespace Digits.Learning.Kernels;

/// <summary>Cuts a number of rows into tiles of 7, 6, 4, 2 and 1, so that slow small tiles are rare: 26 is 7+7+6+6, 8 is 4+4.</summary>
internal static class RowSplit
{
    private static readonly int[] Sizes = [7, 6, 4, 2, 1];

    // Time of a tile relative to one multiplication in a full tile: few rows leave multipliers idle.
    private static readonly int[] Costs = [70, 60, 46, 40, 36];

    // First[n] is the first tile of the cheapest split of n rows. From 42 rows on, sevens and sixes fit whatever is left.
    private static readonly int[] First = Plan(64);

    /// <summary>The height of the next tile when so many rows are left.</summary>
    public static int Next(int rows) => rows < First.Length ? First[rows] : Sizes[0];

    private static int[] Plan(int limit)
    {
        var first = new int[limit];
        var cost = new int[limit];
        for (var n = 1; n < limit; n++)
        {
            cost[n] = int.MaxValue;
            for (var i = 0; i < Sizes.Length; i++)
            {
                if (Sizes[i] <= n && cost[n - Sizes[i]] + Costs[i] < cost[n])
                {
                    cost[n] = cost[n - Sizes[i]] + Costs[i];
                    first[n] = Sizes[i];
                }
            }
        }

        return first;
    }
}
