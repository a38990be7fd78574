using FaultPolicy = Digits.Datasets.Formats.FaultPolicy;
using ImportReport = Digits.Processing.V1.ImportReport;
using LabelColumn = Digits.Datasets.Formats.LabelColumn;

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
        Transposed = settings.Transposed,
        Author = settings.Author,
        Note = settings.Note,
    };

    public static ImportReport ToProto(Datasets.Import.ImportReport report) => new()
    {
        Format = report.Format,
        Imported = report.Imported,
        Skipped = report.Skipped,
        Moved = report.Moved,
        Faults = { report.Faults.Select(fault => new V1.FileFault { File = fault.File, Cause = fault.Cause }) },
    };
}
