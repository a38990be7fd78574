using FaultPolicy = Digits.Datasets.Formats.FaultPolicy;
using ImportReport = Digits.Processing.V1.ImportReport;
using ImportMode = Digits.Datasets.Formats.ImportMode;
using LabelColumn = Digits.Datasets.Formats.LabelColumn;
using Polarity = Digits.Datasets.Formats.Polarity;

namespace Digits.Processing.Mapping;

/// <summary>The settings and the report of an import on the wire.</summary>
internal static class ImportMapping
{
    public static Datasets.Formats.ImportSettings ToDomain(V1.ImportSettings settings) => new()
    {
        Name = settings.Name,
        SplitRatio = settings.HasSplitRatio ? settings.SplitRatio : null,
        ValidationRatio = settings.HasValidationRatio ? settings.ValidationRatio : null,
        Seed = settings.Seed,
        FaultPolicy = (FaultPolicy)settings.FaultPolicy,
        LabelColumn = (LabelColumn)settings.LabelColumn,
        LabelMap = new(settings.LabelMap),
        LabelPack = settings.LabelPack,
        Transposed = settings.Transposed,
        Author = settings.Author,
        Note = settings.Note,
        DryRun = settings.DryRun,
        Mode = (ImportMode)settings.Mode,
        LabelField = settings.LabelField,
        ValueRange = settings.ValueRange,
        Polarity = (Polarity)settings.Polarity,
        LabelFolder = settings.HasLabelFolder ? settings.LabelFolder : null,
        NameEncoding = settings.NameEncoding,
        Subset = settings.Subset,
        Axes = settings.Axes,
    };

    public static ImportReport ToProto(Datasets.Import.ImportReport report) => new()
    {
        Format = report.Format,
        Imported = report.Imported,
        Skipped = report.Skipped,
        Moved = report.Moved,
        Faults = { report.Faults.Select(fault => new V1.FileFault { File = fault.File, Cause = fault.Cause }) },
        Assumptions =
        {
            report.Findings.Assumptions.Select(made => new V1.Assumption
            {
                Setting = made.Setting,
                Value = made.Value,
                Reason = made.Reason,
                Alternatives = { made.Alternatives },
            }),
        },
        PassedOver = { report.Findings.PassedOver.Select(file => new V1.FileFault { File = file.File, Cause = file.Cause }) },
        PassedOverCount = report.Findings.PassedOverCount,
    };
}
