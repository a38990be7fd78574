using Digits.Processing.V1;

namespace Digits.Processing.Quality;

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
        var finding = new Finding { Kind = kind, Severity = severity };
        foreach (var row in rows)
        {
            if (finding.Count++ < _maxSamples)
            {
                finding.Samples.Add(new FoundSample { Number = _table.Numbers[row] });
            }
        }

        if (finding.Count > 0)
        {
            finding.Message = message(finding.Count);
            _found.Add(finding);
        }
    }

    private void AddGroups(FindingKind kind, Severity severity, IEnumerable<List<int>> groups, Func<int, int, string> message)
    {
        var finding = new Finding { Kind = kind, Severity = severity };
        var number = 0;
        foreach (var group in groups)
        {
            number++;
            finding.Count += group.Count;
            finding.Samples.AddRange(group.Take(_maxSamples - finding.Samples.Count)
                .Select(row => new FoundSample { Number = _table.Numbers[row], Group = number }));
        }

        if (number > 0)
        {
            finding.Message = message(finding.Count, number);
            _found.Add(finding);
        }
    }

    private static string Count(int count, string what) => Words.Count(count, what);
}
