namespace Digits.Datasets.Quality;

/// <summary>
/// Finds characters that are much smaller than others of their class. Every image was scaled until its ink filled it, so a character is
/// small only where something else took part in that: a speck, a line, a frame, a second character.
/// </summary>
internal static class SizeCheck
{
    // A small character is an unbroken stroke that fills at most this of the side, where nine in ten of its class fill nearly all of it.
    private const int SmallPercent = 60;
    private const int UsualPercent = 90;
    private const double UsualQuantile = 0.1;

    // And it has at most this of the ink: one that is merely broken has as much as others.
    private const double SmallInk = 0.5;

    // Fewer say nothing about what is usual.
    private const int LeastSamples = 20;

    /// <summary>The rows whose characters are small.</summary>
    public static List<int> Find(SampleTable table, ImageMeasure[] measures)
    {
        var small = new List<int>();
        foreach (var ofClass in Enumerable.Range(0, table.Count).GroupBy(row => table.Classes[row]))
        {
            int[] rows = [.. ofClass];
            if (rows.Length < LeastSamples || Quantile(rows, row => measures[row].CorePercent, UsualQuantile) < UsualPercent)
            {
                continue;
            }

            var mostInk = SmallInk * Quantile(rows, row => measures[row].StrokeInkUnits, 0.5);
            small.AddRange(rows.Where(row => measures[row] is { CorePercent: > 0 and <= SmallPercent } measure
                && measure.StrokeInkUnits <= mostInk));
        }

        small.Sort();
        return small;
    }

    private static int Quantile(int[] rows, Func<int, int> value, double share)
    {
        var values = Array.ConvertAll(rows, row => value(row));
        Array.Sort(values);
        return values[(int)(share * values.Length)];
    }
}
