using Digits.Datasets.Import;
using Digits.Imaging;
using Google.Protobuf;
using FaultPolicy = Digits.Datasets.Formats.FaultPolicy;
using ImportReport = Digits.Processing.V1.ImportReport;
using ImportMode = Digits.Datasets.Formats.ImportMode;
using ImportPreview = Digits.Datasets.Import.ImportPreview;
using LabelColumn = Digits.Datasets.Formats.LabelColumn;
using Part = Digits.Datasets.Versions.Part;
using PreviewSample = Digits.Datasets.Import.PreviewSample;
using Polarity = Digits.Datasets.Formats.Polarity;

namespace Digits.Processing.Mapping;

/// <summary>The settings and the report of an import on the wire.</summary>
internal static class ImportMapping
{
    private const int MaxListedLabels = 1000;

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

    /// <param name="preview">The preview.</param>
    /// <param name="format">What the files are.</param>
    public static V1.ImportPreview ToProto(ImportPreview preview, string format) => new()
    {
        Format = format,
        SampleCount = preview.Count,
        LabelCount = preview.Labels.Count,
        ClassCounts = { preview.Labels.Take(MaxListedLabels).Select((label, index) => ToProto(preview.Counts, label, index)) },
        TrainCount = preview.Counts.Of(Part.Train),
        ValidationCount = preview.Counts.Of(Part.Validation),
        TestCount = preview.Counts.Of(Part.Test),
        MinWidth = preview.Sides?.MinWidth ?? 0,
        MinHeight = preview.Sides?.MinHeight ?? 0,
        MaxWidth = preview.Sides?.MaxWidth ?? 0,
        MaxHeight = preview.Sides?.MaxHeight ?? 0,
        Samples = { preview.Samples.Select(ToProto) },
    };

    private static V1.ClassCount ToProto(PartCounts counts, string label, int sampleClass) => new()
    {
        Label = label,
        TrainCount = counts.Of(Part.Train, sampleClass),
        ValidationCount = counts.Of(Part.Validation, sampleClass),
        TestCount = counts.Of(Part.Test, sampleClass),
    };

    private static V1.PreviewSample ToProto(PreviewSample sample) => new()
    {
        Label = sample.Label,
        Part = (V1.Part)sample.Part,
        Png = UnsafeByteOperations.UnsafeWrap(PngEncoder.Encode(sample.Image)),
        Position = sample.Position,
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
