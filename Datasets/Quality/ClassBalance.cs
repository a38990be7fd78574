using Digits.Datasets.Versions;

namespace Digits.Datasets.Quality;

/// <summary>Compares how many samples the classes have, in all and in each part.</summary>
internal static class ClassBalance
{
    // A class is rare with fewer than a quarter of the samples of the median class.
    private const double RareShare = 0.25;

    private static readonly (Part Part, string Name, string Consequence)[] Parts =
    [
        (Part.Train, "train", "A network cannot learn what it never sees."),
        (Part.Validation, "validation", "They have no say in which epoch is best."),
        (Part.Test, "test", "Nothing tells how well they are read."),
    ];

    /// <summary>Samples of the largest class over samples of the smallest that has any; 1 where there are none.</summary>
    public static double Imbalance(SampleTable table)
    {
        var counts = Totals(table).Where(count => count > 0).ToList();
        return counts.Count == 0 ? 1 : (double)counts.Max() / counts.Min();
    }

    public static IEnumerable<Finding> Find(SampleTable table)
    {
        var totals = Totals(table);
        var present = totals.Where(count => count > 0).Order().ToList();
        if (present.Count == 0)
        {
            yield break;
        }

        foreach (var (part, name, consequence) in Parts)
        {
            var counts = table.ClassCounts(part);
            var missing = Labels(table, index => counts[index] == 0 && totals[index] > 0);
            if (missing.Count > 0 && counts.Any(count => count > 0))
            {
                yield return Imbalanced(
                    part == Part.Train ? Severity.Warning : Severity.Info,
                    $"No sample of {Words.List(missing)} is in the {name} part. {consequence}",
                    missing);
            }
        }

        var middle = (present[(present.Count - 1) / 2] + present[present.Count / 2]) / 2.0;
        var rare = Labels(table, index => totals[index] > 0 && totals[index] < RareShare * middle);
        if (rare.Count > 0)
        {
            var few = string.Create(
                CultureInfo.InvariantCulture,
                $"{Words.List(rare)} {(rare.Count == 1 ? "has" : "have")} far fewer samples than others: from {present[0]:N0}, where {middle:N0} is usual.");
            yield return Imbalanced(Severity.Warning, few, rare);
        }
    }

    private static int[] Totals(SampleTable table)
    {
        var totals = new int[table.Labels.Count];
        foreach (var (part, _, _) in Parts)
        {
            var counts = table.ClassCounts(part);
            for (var index = 0; index < totals.Length; index++)
            {
                totals[index] += counts[index];
            }
        }

        return totals;
    }

    private static List<string> Labels(SampleTable table, Func<int, bool> isMeant) =>
        [.. Enumerable.Range(0, table.Labels.Count).Where(isMeant).Select(index => table.Labels[index])];

    private static Finding Imbalanced(Severity severity, string message, List<string> labels) =>
        new(FindingKind.Imbalance, severity, message) { Labels = labels };
}
