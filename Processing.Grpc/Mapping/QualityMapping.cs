using Digits.Datasets.Quality;
using Digits.Datasets.Storage;
using Digits.Processing.V1;

namespace Digits.Processing.Mapping;

/// <summary>Quality reports on the wire.</summary>
internal static class QualityMapping
{
    public static GetQualityReportResponse ToProto(StoredVersion version, QualityReport report) => new()
    {
        Dataset = version.Name,
        Version = version.Version,
        SampleCount = report.SampleCount,
        Findings = { report.Findings.Select(ToProto) },
        Ink = ToProto(report.Ink),
        InkWidth = ToProto(report.InkWidth),
        InkHeight = ToProto(report.InkHeight),
        Imbalance = report.Imbalance,
    };

    private static V1.Finding ToProto(Datasets.Quality.Finding finding) => new()
    {
        Kind = (V1.FindingKind)finding.Kind,
        Severity = (V1.Severity)finding.Severity,
        Count = finding.Count,
        Samples = { finding.Samples.Select(sample => new V1.FoundSample { Number = sample.Number, Group = sample.Group }) },
        Labels = { finding.Labels },
        Message = finding.Message,
    };

    private static V1.Spread ToProto(Datasets.Quality.Spread spread) =>
        new() { Min = spread.Min, Low = spread.Low, Median = spread.Median, High = spread.High, Max = spread.Max };
}
