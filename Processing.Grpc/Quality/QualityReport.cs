using Digits.Processing.V1;

namespace Digits.Processing.Quality;

/// <summary>Makes the report of a version.</summary>
internal static class QualityReport
{
    /// <summary>Samples that a finding names at most.</summary>
    public const int MaxSamples = 1000;

    /// <summary>Examines all samples; takes a while, and memory with their number.</summary>
    public static GetQualityReportResponse Make(IExaminedSamples samples, CancellationToken cancellationToken)
    {
        var analysis = QualityAnalysis.Run(samples, cancellationToken);
        var inked = analysis.Measures.Where(measure => !measure.Faults.HasFlag(ImageFaults.Blank)).ToArray();
        return new GetQualityReportResponse
        {
            SampleCount = analysis.Table.Count,
            Findings = { Findings.Of(analysis, MaxSamples) },
            Ink = SpreadOf(analysis.Measures, measure => measure.Ink),
            InkWidth = SpreadOf(inked, measure => measure.Width),
            InkHeight = SpreadOf(inked, measure => measure.Height),
            Imbalance = ClassBalance.Imbalance(analysis.Table),
        };
    }

    /// <summary>Leaves at most so many samples in each finding; groups are left out whole, unless it is the first.</summary>
    public static void Shorten(GetQualityReportResponse report, int maxSamples)
    {
        foreach (var samples in report.Findings.Select(finding => finding.Samples))
        {
            if (samples.Count <= maxSamples)
            {
                continue;
            }

            var kept = maxSamples;
            if (kept > 0 && samples[kept].Group is > 1 and var cut && samples[kept - 1].Group == cut)
            {
                while (samples[kept - 1].Group == cut)
                {
                    kept--;
                }
            }

            while (samples.Count > kept)
            {
                samples.RemoveAt(samples.Count - 1);
            }
        }
    }

    private static Spread SpreadOf(ImageMeasure[] measures, Func<ImageMeasure, double> value)
    {
        if (measures.Length == 0)
        {
            return new Spread();
        }

        var values = Array.ConvertAll(measures, measure => value(measure));
        Array.Sort(values);
        double At(double share) => values[(int)Math.Round(share * (values.Length - 1))];
        return new Spread { Min = values[0], Low = At(0.05), Median = At(0.5), High = At(0.95), Max = values[^1] };
    }
}
