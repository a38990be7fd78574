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
