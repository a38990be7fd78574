using System.Security.Cryptography;
using System.Text.Json;
using Digits.Learning.Persistence;

namespace Digits.Datasets.Quality;

/// <summary>What can be found out about samples. The numbers are those of the contract.</summary>
internal enum FindingKind
{
    Unspecified = 0,
    Imbalance = 1,
    Duplicate = 2,
    LabelConflict = 3,
    NearDuplicate = 4,
    PartLeak = 5,
    Blank = 6,
    Inverted = 7,
    CutOff = 8,
    OffCenter = 9,
    Small = 10,
}

/// <summary>How grave a finding is.</summary>
internal enum Severity
{
    Unspecified = 0,
    Info = 1,
    Warning = 2,
}

/// <summary>A sample that a finding names.</summary>
/// <param name="Number">The sample.</param>
/// <param name="Group">Samples of one group belong together; 0 where there are no groups.</param>
internal sealed record FoundSample(int Number, int Group);

/// <summary>Something that was found out about samples.</summary>
/// <param name="Kind">What.</param>
/// <param name="Severity">How grave it is.</param>
/// <param name="Message">A sentence or two for a person.</param>
internal sealed record Finding(FindingKind Kind, Severity Severity, string Message)
{
    /// <summary>How many samples it is about.</summary>
    public int Count { get; init; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<FoundSample> Samples { get; init; } = [];

    /// <summary>The labels that it is about, where it is about labels.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}

/// <summary>How a measure is distributed over the samples: the least, the 5th, 50th and 95th percentile, and the greatest.</summary>
internal sealed record Spread(double Min, double Low, double Median, double High, double Max);

/// <summary>What is known about the quality of a version.</summary>
/// <param name="SampleCount">Samples of all parts.</param>
/// <param name="Findings">What was found, the gravest first.</param>
/// <param name="Ink">The share of each image that is ink, 0 to 1.</param>
/// <param name="InkWidth">Columns from the first with ink to the last, of images that are not blank.</param>
/// <param name="InkHeight">Rows from the first with ink to the last, of images that are not blank.</param>
/// <param name="Imbalance">Samples of the largest class over samples of the smallest that has any.</param>
internal sealed record QualityReport(
    int SampleCount, IReadOnlyList<Finding> Findings, Spread Ink, Spread InkWidth, Spread InkHeight, double Imbalance)
{
    /// <summary>Samples that a finding names at most.</summary>
    public const int MaxSamples = 1000;

    /// <summary>Examines all samples; takes a while, and memory with their number.</summary>
    public static QualityReport Make(IExaminedSamples samples, CancellationToken cancellationToken)
    {
        var analysis = QualityAnalysis.Run(samples, cancellationToken);
        var inked = analysis.Measures.Where(measure => !measure.Faults.HasFlag(ImageFaults.Blank)).ToArray();
        return new QualityReport(
            analysis.Table.Count,
            Quality.Findings.Of(analysis, MaxSamples),
            SpreadOf(analysis.Measures, measure => measure.Ink),
            SpreadOf(inked, measure => measure.Width),
            SpreadOf(inked, measure => measure.Height),
            ClassBalance.Imbalance(analysis.Table));
    }

    /// <summary>The report with each finding truncated to <paramref name="most"/> samples; groups are left out whole, unless it is the first.</summary>
    public QualityReport Shortened(int most) =>
        this with { Findings = [.. Findings.Select(finding => finding with { Samples = Shorten(finding.Samples, most) })] };

    private static IReadOnlyList<FoundSample> Shorten(IReadOnlyList<FoundSample> samples, int most)
    {
        if (samples.Count <= most)
        {
            return samples;
        }

        var kept = most;
        if (kept > 0 && samples[kept].Group is > 1 and var cut && samples[kept - 1].Group == cut)
        {
            while (samples[kept - 1].Group == cut)
            {
                kept--;
            }
        }

        return [.. samples.Take(kept)];
    }

    private static Spread SpreadOf(ImageMeasure[] measures, Func<ImageMeasure, double> value)
    {
        if (measures.Length == 0)
        {
            return new Spread(0, 0, 0, 0, 0);
        }

        var values = Array.ConvertAll(measures, measure => value(measure));
        Array.Sort(values);
        double At(double share) => values[(int)Math.Round(share * (values.Length - 1))];
        return new Spread(values[0], At(0.05), At(0.5), At(0.95), values[^1]);
    }
}

/// <summary>
/// A report on disk: the SHA-256 of what it is about and of all that follows, then the report. Whatever is not exactly that, or about
/// something else, counts as not there.
/// </summary>
internal static class QualityReportFile
{
    // Another layout, or another way of examining, needs another first word.
    private const string Scheme = "digits quality 2";

    /// <summary>Reads a report; null when there is none that can be used.</summary>
    /// <param name="path">The file.</param>
    /// <param name="about">Names what was examined.</param>
    public static QualityReport? Read(string path, string about)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            return bytes.Length >= SHA256.HashSizeInBytes
                && Hash(about, bytes.AsSpan(SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(bytes.AsSpan(0, SHA256.HashSizeInBytes))
                ? JsonSerializer.Deserialize<QualityReport>(bytes.AsSpan(SHA256.HashSizeInBytes))
                : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes a report, whole or not at all.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(string path, string about, QualityReport report)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(report);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Hash(about, bytes));
            stream.Write(bytes);
        });
    }

    private static byte[] Hash(string about, ReadOnlySpan<byte> report)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Scheme}\n{about}\n"));
        hash.AppendData(report);
        return hash.GetHashAndReset();
    }
}
