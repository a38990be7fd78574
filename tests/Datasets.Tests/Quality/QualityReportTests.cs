using Digits.Datasets.Quality;
using Digits.Datasets.Versions;
using Digits.Tests.Datasets;

namespace Digits.Datasets.Tests.Quality;

public sealed class QualityReportTests
{
    private static readonly string[] Digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    [Fact]
    public void Make_SoundDigits_NamesAtMostOneInAHundred()
    {
        var report = Make(Sound());

        var doubtful = report.Findings.Where(finding => finding.Kind is not FindingKind.NearDuplicate and not FindingKind.PartLeak).ToList();
        Assert.All(doubtful, finding => Assert.Equal(Severity.Info, finding.Severity));
        Assert.InRange(doubtful.Sum(finding => finding.Count), 0, 3);
        Assert.Equal((300, 1), (report.SampleCount, report.Imbalance));
        Assert.InRange(report.InkHeight.Median, 18, 20);
        Assert.InRange(report.Ink.Median, 0.05, 0.3);
        Assert.True(report.Ink.Min < report.Ink.Low && report.Ink.Low < report.Ink.Median && report.Ink.Median < report.Ink.High);
    }

    [Fact]
    public void Make_EqualImages_AreGroupedAndConflictsComeFirst()
    {
        var samples = Sound();
        var images = Characters.Draw(300);
        var copy = samples.Add(images[10], 0);
        var second = samples.Add(images[10], 0);
        var conflict = samples.Add(images[23], 8);

        var report = Make(samples);

        Assert.Equal(FindingKind.LabelConflict, report.Findings[0].Kind);
        Assert.Equal(
            (Severity.Warning, 2, "2 samples in 1 group have the same image and different labels. At most one label of a group is right."),
            (report.Findings[0].Severity, report.Findings[0].Count, report.Findings[0].Message));
        Assert.Equal([(23, 1), (conflict, 1)], Named(report.Findings[0]));
        Assert.Equal([(10, 1), (copy, 1), (second, 1)], Named(Single(report, FindingKind.Duplicate)));
    }

    [Fact]
    public void Make_NearDuplicates_AreFoundWithinAndAcrossParts()
    {
        var samples = Sound();
        var images = Characters.Draw(300);
        var within = samples.Add(Characters.Noisy(images[14], 20, seed: 1), 4);
        var across = samples.Add(Characters.Noisy(images[28], 20, seed: 2), 8, Part.Test);

        var report = Make(samples);

        Assert.Contains(NamedGroups(Single(report, FindingKind.NearDuplicate)), group => group.SequenceEqual([14, within]));
        var leak = Single(report, FindingKind.PartLeak);
        Assert.Contains(NamedGroups(leak), group => group.SequenceEqual([28, across]));
        Assert.Equal(Severity.Warning, leak.Severity);
    }

    [Fact]
    public void Make_NearDuplicatesWithDifferentLabels_AreAWarningAndFirst()
    {
        var samples = Sound();
        var images = Characters.Draw(300);
        samples.Add(Characters.Noisy(images[14], 15, seed: 1), 4);
        var wrong = samples.Add(Characters.Noisy(images[26], 15, seed: 2), 2);

        var near = Single(Make(samples), FindingKind.NearDuplicate);

        Assert.Equal([26, wrong], NamedGroups(near).First());
        Assert.Equal(Severity.Warning, near.Severity);
        Assert.Contains("1 group with different labels", near.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_ManyNearDuplicates_MissesFew()
    {
        var images = Characters.Draw(400);
        var samples = new MemorySamples(Digits);
        images.ForEach(image => samples.Add(image, 0));
        for (var i = 0; i < images.Count; i++)
        {
            samples.Add(Characters.Noisy(images[i], 20, seed: i), 0);
        }

        var groups = NamedGroups(Single(Make(samples), FindingKind.NearDuplicate)).ToList();

        var found = groups.Sum(group => group.Count(number => number >= 400 && group.Contains(number - 400)));
        Assert.InRange(found, 390, 400);
    }

    [Fact]
    public void Make_FaultyImages_AreFoundAsWhatTheyAre()
    {
        var images = Characters.Draw(300);
        var samples = Sound();
        var blank = samples.Add(new byte[784], 1);
        var inverted = images.Take(10).Select(image => samples.Add(Characters.OnPaperInADarkMargin(image), 0)).ToList();
        var speckled = images.Take(10).Select((image, digit) => samples.Add(Characters.WithSpeck(image), digit)).ToList();
        var boxed = images.Take(10).Select((image, digit) => samples.Add(Characters.InABox(image), digit)).ToList();

        var report = Make(samples);

        Assert.Equal([(blank, 0)], Named(Single(report, FindingKind.Blank)));
        Assert.Equal(inverted, Named(Single(report, FindingKind.Inverted)).Select(sample => sample.Number));
        // A heavy character pulls its speck along, and some digits are as narrow as the rest of what is in the box.
        var offCenter = Named(Single(report, FindingKind.OffCenter)).Select(sample => sample.Number).ToList();
        Assert.InRange(offCenter.Count, 8, 10);
        Assert.Empty(offCenter.Except(speckled));
        var small = Named(Single(report, FindingKind.Small)).Select(sample => sample.Number).ToList();
        Assert.InRange(small.Intersect(speckled).Count(), 8, 10);
        Assert.InRange(small.Intersect(boxed).Count(), 7, 10);
        Assert.Empty(small.Except(speckled).Except(boxed));
    }

    [Fact]
    public void Make_HalfOfAZero_IsCutOff()
    {
        var samples = Sound();
        var ring = Ring();
        var cut = samples.Add(Characters.CutBelow(ring, 12), 0);
        samples.Add(ring, 0);

        Assert.Equal([(cut, 0)], Named(Single(Make(samples), FindingKind.CutOff)));
    }

    [Fact]
    public void Make_ClassesOutOfBalance_AreNamed()
    {
        var images = Characters.Draw(300);
        var samples = new MemorySamples("0", "1", "2", "never");
        for (var i = 0; i < 200; i++)
        {
            samples.Add(images[i], i < 96 ? 0 : i < 192 ? 1 : 2, i == 0 ? Part.Test : Part.Train);
        }

        var report = Make(samples);

        var findings = report.Findings.Where(finding => finding.Kind == FindingKind.Imbalance).ToList();
        Assert.Equal(12, report.Imbalance);
        Assert.Equal(
            [
                (Severity.Warning, "2 has far fewer samples than others: from 8, where 96 is usual."),
                (Severity.Info, "No sample of 1 and 2 is in the test part. Nothing tells how well they are read."),
            ],
            findings.Select(finding => (finding.Severity, finding.Message)));
        Assert.Equal(["2"], findings[0].Labels);
        Assert.Equal(["1", "2"], findings[1].Labels);
    }

    [Fact]
    public void Make_ManyFindings_WarningsComeFirst()
    {
        var samples = Sound();
        samples.Add(Characters.Draw(10)[0], 0);
        samples.Add(new byte[784], 3);

        var severities = Make(samples).Findings.Select(finding => finding.Severity).ToList();

        Assert.Equal(severities.OrderDescending(), severities);
        Assert.Equal([Severity.Warning, Severity.Info], severities.Distinct());
    }

    [Fact]
    public void Make_NoSamples_IsEmpty()
    {
        var report = Make(new MemorySamples("0"));

        Assert.Empty(report.Findings);
        Assert.Equal((0, 1), (report.SampleCount, report.Imbalance));
    }

    [Fact]
    public void Make_Cancelled_Ends()
    {
        using var stop = new CancellationTokenSource();
        var samples = Sound();
        samples.Reading = stop.Cancel;

        Assert.ThrowsAny<OperationCanceledException>(() => QualityReport.Make(samples, stop.Token));
    }

    [Fact]
    public void Make_OneImageOverAndOver_NamesAThousandAndCountsAll()
    {
        var samples = new MemorySamples("0");
        var image = Characters.Draw(10)[0];
        for (var i = 0; i < 3000; i++)
        {
            samples.Add(image);
        }

        var duplicates = Single(Make(samples), FindingKind.Duplicate);

        Assert.Equal((3000, QualityReport.MaxSamples), (duplicates.Count, duplicates.Samples.Count));
        Assert.StartsWith("3,000 samples in 1 group", duplicates.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shortened_ThroughAGroup_LeavesItOutWhole()
    {
        IReadOnlyList<FoundSample> samples = [.. new[] { 1, 1, 2, 2, 2, 3 }.Select((group, number) => new FoundSample(number, group))];
        var none = new Spread(0, 0, 0, 0, 0);
        var report = new QualityReport(6, [new(FindingKind.Duplicate, Severity.Info, "") { Samples = samples }], none, none, none, 1);

        Assert.Equal([1, 1], report.Shortened(4).Findings[0].Samples.Select(sample => sample.Group));
        Assert.Equal([1], report.Shortened(1).Findings[0].Samples.Select(sample => sample.Group));
        Assert.Empty(report.Shortened(0).Findings[0].Samples);
    }

    private static MemorySamples Sound()
    {
        var samples = new MemorySamples(Digits);
        var images = Characters.Draw(300);
        for (var i = 0; i < images.Count; i++)
        {
            samples.Add(images[i], i % 10);
        }

        return samples;
    }

    private static byte[] Ring()
    {
        var image = new byte[784];
        for (var i = 0; i < image.Length; i++)
        {
            var distance = Math.Sqrt(Math.Pow((i % 28) - 14, 2) + Math.Pow((i / 28) - 14, 2));
            image[i] = (byte)(255 * Math.Clamp(2.2 - Math.Abs(distance - 8), 0, 1));
        }

        return image;
    }

    private static QualityReport Make(MemorySamples samples) => QualityReport.Make(samples, CancellationToken.None);

    private static Finding Single(QualityReport report, FindingKind kind) =>
        Assert.Single(report.Findings, finding => finding.Kind == kind);

    private static IEnumerable<(int Number, int Group)> Named(Finding finding) => finding.Samples.Select(sample => (sample.Number, sample.Group));

    private static IEnumerable<int[]> NamedGroups(Finding finding) =>
        finding.Samples.GroupBy(sample => sample.Group).Select(group => group.Select(sample => sample.Number).ToArray());
}
