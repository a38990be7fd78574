using System.Runtime.Intrinsics;

namespace Digits.Datasets.Quality;

/// <summary>Finds images that hardly differ, in time about linear in their number.</summary>
/// <remarks>
/// Every sketch is cut into eight bands of 16 bits. Images that agree in a band are looked at: by all bits of their sketches, then by
/// their coarse images, and what is left by the images themselves. Two images a tenth apart meet in some band 99 times of 100. In a
/// crowded band each image is compared with a bounded number of the most similar ones only, so that no set takes quadratic time.
/// </remarks>
internal sealed class NearDuplicates(IExaminedSamples samples, SampleTable table, CoarseImages coarse)
{
    /// <summary>The distance of two images over the length of the shorter, up to which they hardly differ.</summary>
    public const double MaxDistance = 0.15;

    private const int Bands = 8;
    private const int BandBits = Sketches.Bits / Bands;
    private const int BandValues = 1 << BandBits;
    private const int ValuesAtOnce = 256;
    private const int MaxCompared = 256;
    private const int MaxDifferentBits = 24;

    private readonly Lock _joining = new();

    /// <summary>Images of one part that hardly differ.</summary>
    public DisjointSets Within { get; } = new(table.Count);

    /// <summary>Images of different parts that hardly differ.</summary>
    public DisjointSets Across { get; } = new(table.Count);

    /// <summary>Compares the given rows with one another.</summary>
    public void Find(int[] rows, CancellationToken cancellationToken)
    {
        var sketches = new Sketches(coarse, table.Count, cancellationToken);
        var order = new int[rows.Length];
        var sorted = new UInt128[rows.Length];
        for (var band = 0; band < Bands; band++)
        {
            var starts = Sort(rows, sketches, band, order);
            for (var i = 0; i < order.Length; i++)
            {
                sorted[i] = sketches[order[i]];
            }

            Parallel.For(0, BandValues / ValuesAtOnce, Blocks.Options(cancellationToken), block =>
            {
                var pair = new ImagePair(samples, table);
                for (var value = block * ValuesAtOnce; value < (block + 1) * ValuesAtOnce; value++)
                {
                    Compare(order, sorted, starts[value], starts[value + 1], pair, cancellationToken);
                }
            });
        }
    }

    private static int[] Sort(int[] rows, Sketches sketches, int band, int[] order)
    {
        var starts = new int[BandValues + 1];
        foreach (var row in rows)
        {
            starts[BandOf(sketches[row], band) + 1]++;
        }

        for (var value = 0; value < BandValues; value++)
        {
            starts[value + 1] += starts[value];
        }

        var next = starts.AsSpan(0, BandValues).ToArray();
        foreach (var row in rows)
        {
            order[next[BandOf(sketches[row], band)]++] = row;
        }

        return starts;
    }

    private static int BandOf(UInt128 sketch, int band) => (int)(ulong)(sketch >> (band * BandBits)) & (BandValues - 1);

    private void Compare(int[] order, UInt128[] sketches, int first, int end, ImagePair pair, CancellationToken cancellationToken)
    {
        if (end - first > MaxCompared)
        {
            // Sorting puts similar sketches, which agree in the most significant bits, next to each other.
            Array.Sort(sketches, order, first, end - first);
        }

        for (var i = first; i < end; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var last = Math.Min(end, i + MaxCompared);
            for (var j = i + 1; j < last; j++)
            {
                if (Sketches.Difference(sketches[i], sketches[j]) <= MaxDifferentBits)
                {
                    Compare(order[i], order[j], pair);
                }
            }
        }
    }

    private void Compare(int a, int b, ImagePair pair)
    {
        var sets = table.PartOf(a) == table.PartOf(b) ? Within : Across;
        var limit = MaxDistance * Math.Sqrt(Math.Min(coarse.Energy(a), coarse.Energy(b)));
        if (coarse.MayBeWithin(a, b, limit) && sets.Find(a) != sets.Find(b) && pair.AreWithin(a, b, limit))
        {
            lock (_joining)
            {
                sets.Join(a, b);
            }
        }
    }
}

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

/// <summary>Compares images pixel by pixel. Keeps the first of the last pair, which often comes again. Not thread-safe.</summary>
internal sealed class ImagePair(IExaminedSamples samples, SampleTable table)
{
    private readonly byte[] _first = new byte[samples.Shape.Size];
    private readonly byte[] _second = new byte[samples.Shape.Size];
    private int _firstRow = -1;

    /// <summary>Whether two images are no further apart than a limit.</summary>
    public bool AreWithin(int a, int b, double limit)
    {
        if (_firstRow != a)
        {
            samples.ReadPixels([table.Numbers[a]], _first);
            _firstRow = a;
        }

        samples.ReadPixels([table.Numbers[b]], _second);
        return SquaredDistance(_first, _second) <= limit * limit;
    }

    private static long SquaredDistance(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        // 16 squares of up to 65,025 fit a lane of 32 bits many thousand times over, and an image has 4,096 pixels at most.
        var sums = Vector256<int>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (lowA, highA) = Vector128.Widen(Vector128.Create(a[i..]));
            var (lowB, highB) = Vector128.Widen(Vector128.Create(b[i..]));
            var difference = Vector256.Create(lowA, highA).AsInt16() - Vector256.Create(lowB, highB).AsInt16();
            var (low, high) = Vector256.Widen(difference);
            sums += (low * low) + (high * high);
        }

        long sum = Vector256.Sum(sums);
        for (; i < a.Length; i++)
        {
            var difference = a[i] - b[i];
            sum += difference * difference;
        }

        return sum;
    }
}
