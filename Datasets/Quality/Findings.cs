namespace Digits.Datasets.Quality;

/// <summary>Turns what an analysis found into findings that a person understands, the gravest first.</summary>
internal sealed class Findings
{
    // Strokes as plain as a 1 look alike by chance, in the best of data sets; more than that is no chance.
    private const double MaxChanceLeaks = 0.001;

    private readonly QualityAnalysis _analysis;
    private readonly SampleTable _table;
    private readonly int _maxSamples;
    private readonly List<Finding> _found = [];

    private Findings(QualityAnalysis analysis, int maxSamples)
    {
        _analysis = analysis;
        _table = analysis.Table;
        _maxSamples = maxSamples;
    }

    /// <summary>All findings of an analysis.</summary>
    /// <param name="analysis">The finished analysis.</param>
    /// <param name="maxSamples">At most this many samples are named in each.</param>
    public static IReadOnlyList<Finding> Of(QualityAnalysis analysis, int maxSamples)
    {
        var findings = new Findings(analysis, maxSamples);
        findings.AddConflicts();
        findings.AddLeaks();
        findings.AddInverted();
        findings.AddBlank();
        findings._found.AddRange(ClassBalance.Find(findings._table));
        findings.AddDuplicates();
        findings.AddNearDuplicates();
        findings.AddSmall();
        findings.AddOffCenter();
        findings.AddCutOff();

        // Within a severity they stay in this order.
        return [.. findings._found.OrderByDescending(finding => finding.Severity)];
    }

    private void AddConflicts() => AddGroups(
        FindingKind.LabelConflict,
        Severity.Warning,
        _analysis.Equal.Where(HasConflict),
        (samples, groups) => $"{Count(samples, "sample")} in {Count(groups, "group")} have the same image and different labels. "
            + "At most one label of a group is right.");

    private void AddLeaks() => AddGroups(
        FindingKind.PartLeak,
        _analysis.NearAcross.Sum(group => group.Count) > MaxChanceLeaks * _table.Count ? Severity.Warning : Severity.Info,
        _analysis.NearAcross,
        (samples, groups) => $"{Count(samples, "sample")} in {Count(groups, "group")} look like samples of another part. "
            + "A network that has learned one is judged too kindly by the other.");

    private void AddDuplicates() => AddGroups(
        FindingKind.Duplicate,
        Severity.Info,
        _analysis.Equal.Where(group => !HasConflict(group)),
        (samples, groups) => $"{Count(samples, "sample")} in {Count(groups, "group")} have the same image and label. "
            + "Each group counts as often as it has samples.");

    private void AddNearDuplicates()
    {
        var conflicts = _analysis.NearWithin.Count(HasConflict);
        AddGroups(
            FindingKind.NearDuplicate,
            conflicts > 0 ? Severity.Warning : Severity.Info,
            _analysis.NearWithin.OrderByDescending(HasConflict).ThenByDescending(group => group.Count),
            (samples, groups) => $"{Count(samples, "sample")} in {Count(groups, "group")} hardly differ from another of their part"
                + (conflicts > 0 ? $"; {Count(conflicts, "group")} with different labels." : "."));
    }

    private void AddBlank() => AddImages(
        FindingKind.Blank,
        Severity.Warning,
        Rows(ImageFaults.Blank),
        count => count == 1 ? "1 image has no ink." : $"{count} images have no ink.");

    private void AddInverted() => AddImages(
        FindingKind.Inverted,
        Severity.Warning,
        Rows(ImageFaults.Inverted),
        count => $"{Count(count, "image")} {(count == 1 ? "is" : "are")} nearly all ink. The paper was probably taken for it: is there a dark edge around the original?");

    private void AddSmall() => AddImages(
        FindingKind.Small,
        Severity.Info,
        SizeCheck.Find(_table, _analysis.Measures),
        count => $"{Count(count, "character")} {(count == 1 ? "is" : "are")} much smaller than others with the same label. "
            + "A speck, a line or a frame may have been taken for a part of it, or it has fallen apart.");

    private void AddOffCenter() => AddImages(
        FindingKind.OffCenter,
        Severity.Info,
        Rows(ImageFaults.OffCenter),
        count => $"{Count(count, "character")} could not be centred, as most of the ink lies on one side.");

    private void AddCutOff() => AddImages(
        FindingKind.CutOff,
        Severity.Info,
        Rows(ImageFaults.CutOff),
        count => $"{Count(count, "character")} may have been cut off: several strokes end at once along one side.");

    private IEnumerable<int> Rows(ImageFaults fault) =>
        Enumerable.Range(0, _table.Count).Where(row => _analysis.Measures[row].Faults.HasFlag(fault));

    private bool HasConflict(List<int> group) => group.Exists(row => _table.Classes[row] != _table.Classes[group[0]]);

    private void AddImages(FindingKind kind, Severity severity, IEnumerable<int> rows, Func<int, string> message)
    {
        int[] all = [.. rows];
        if (all.Length > 0)
        {
            _found.Add(new Finding(kind, severity, message(all.Length))
            {
                Count = all.Length,
                Samples = [.. all.Take(_maxSamples).Select(row => new FoundSample(_table.Numbers[row], 0))],
            });
        }
    }

    private void AddGroups(FindingKind kind, Severity severity, IEnumerable<List<int>> groups, Func<int, int, string> message)
    {
        var (count, number) = (0, 0);
        var samples = new List<FoundSample>();
        foreach (var group in groups)
        {
            number++;
            count += group.Count;
            samples.AddRange(group.Take(_maxSamples - samples.Count).Select(row => new FoundSample(_table.Numbers[row], number)));
        }

        if (number > 0)
        {
            _found.Add(new Finding(kind, severity, message(count, number)) { Count = count, Samples = samples });
        }
    }

    private static string Count(int count, string what) => Words.Count(count, what);
}

/// <summary>Numbers in sentences.</summary>
internal static class Words
{
    private const int MaxListed = 10;

    /// <summary>"1 sample", "2,000 samples".</summary>
    public static string Count(int count, string what) =>
        count == 1 ? $"1 {what}" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}s");

    /// <summary>"0, 1 and 2", at most ten of them.</summary>
    public static string List(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "",
        1 => items[0],
        <= MaxListed => $"{string.Join(", ", items.SkipLast(1))} and {items[^1]}",
        _ => $"{string.Join(", ", items.Take(MaxListed))} and {items.Count - MaxListed} more",
    };
}
