using Digits.Datasets.Editing;
using Digits.Datasets.Formats;
using Digits.Datasets.LabelPacks;
using Digits.Datasets.Storage;
using Digits.Datasets.Versions;
using Digits.Imaging;

namespace Digits.Datasets.Import;

/// <summary>What became of the files of an import.</summary>
/// <param name="Format">What they are: "idx", "csv", "npy", "npz", "zip" or "digits".</param>
/// <param name="Imported">Samples that the version has.</param>
/// <param name="Skipped">Things that are broken and were left out.</param>
/// <param name="Moved">Samples that did not keep their part because an equal image is in another.</param>
/// <param name="Faults">The first of what is broken.</param>
/// <param name="Findings">What was assumed about the files and what was passed over.</param>
internal sealed record ImportReport(
    string Format, int Imported, int Skipped, int Moved, IReadOnlyList<FileFault> Faults, ImportFindings Findings);

/// <summary>Makes files a version in the library; when anything goes wrong, nothing of it stays.</summary>
internal sealed class DatasetImporter(
    VersionCommits commits,
    DatasetSettings configured,
    IOptions<ImportOptions> options,
    WorkTurns turns,
    DatasetTelemetry telemetry,
    ILogger<DatasetImporter> logger)
{
    private const int LeastSamples = 2;
    private const int PreviewedSamples = 20;

    /// <summary>Imports files.</summary>
    /// <param name="files">The files; they stay where they are.</param>
    /// <param name="folder">Where more files may be put; it must outlive the call.</param>
    /// <param name="settings">What to make of the files, checked.</param>
    /// <param name="change">Why.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(StoredVersion Version, ImportReport Report)> ImportAsync(
        IReadOnlyList<UploadedFile> files, WorkFolder folder, ImportSettings settings, Change change, CancellationToken cancellationToken)
    {
        using var turn = await turns.Imports(cancellationToken);
        using var span = telemetry.Begin("digits.import", settings.Name);
        using var source = UploadedSamples.Open(files, folder, settings, options.Value, cancellationToken);
        using var writer = await commits.BeginAsync(settings.Name, settings.Mode, keep: true, cancellationToken);
        var rule = ImportSettingsCheck.SplitOf(settings, configured.SplitRatio);
        var reading = new ImportReading(source, writer, settings, rule, options.Value.MaxSamples);
        reading.Run(null, cancellationToken);
        CheckCount(writer, settings);

        var (version, moved) = await commits.CommitAsync(writer, rule, settings.Mode, change, cancellationToken);
        Log.DatasetImported(logger, version.Name, version.Version, version.Train.Count, version.Validation.Count, version.Test.Count);
        telemetry.Imported(span, source.Format, writer.Count, reading.Faults.Count);
        return (version, reading.Report(moved));
    }

    /// <summary>Reads files as an import does, under the same limits, and stores nothing.</summary>
    /// <param name="files">The files; they stay where they are.</param>
    /// <param name="folder">Where more files may be put; it must outlive the call.</param>
    /// <param name="settings">What to make of the files, checked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(ImportPreview Preview, ImportReport Report)> PreviewAsync(
        IReadOnlyList<UploadedFile> files, WorkFolder folder, ImportSettings settings, CancellationToken cancellationToken)
    {
        using var turn = await turns.Imports(cancellationToken);
        using var span = telemetry.Begin("digits.preview", settings.Name);
        using var source = UploadedSamples.Open(files, folder, settings, options.Value, cancellationToken);
        using var writer = await commits.BeginAsync(settings.Name, settings.Mode, keep: false, cancellationToken);
        var rule = ImportSettingsCheck.SplitOf(settings, configured.SplitRatio);
        var reading = new ImportReading(source, writer, settings, rule, options.Value.MaxSamples);
        var picker = new SamplePicker(PreviewedSamples);
        reading.Run(picker, cancellationToken);
        CheckCount(writer, settings);

        var (labels, moved) = await commits.RehearseAsync(writer, rule, settings.Mode, cancellationToken);
        var counts = new PartCounts(writer.Classes, writer.Parts, labels.Count);
        return (new ImportPreview(writer.Count, labels, counts, reading.Sides, picker.Pick(writer, labels)), reading.Report(moved));
    }

    // What is added to others need not be divided in two.
    private static void CheckCount(VersionWriter writer, ImportSettings settings)
    {
        if (writer.Count < (settings.Mode == ImportMode.Append ? 1 : LeastSamples))
        {
            throw Errors.TooFewSamples();
        }
    }
}

/// <summary>Reads the samples of an upload into a writer, once, and finds out about them.</summary>
internal sealed class ImportReading(UploadedSamples source, VersionWriter writer, ImportSettings settings, SplitRule rule, int maxSamples)
{
    private int _blank;
    private int _darkInk;
    private int _saidParts;
    private bool _saidTest;

    /// <summary>What is broken.</summary>
    public FaultList Faults { get; } = new(settings.FaultPolicy);

    /// <summary>The sides of the pictures as they came; null where there are none.</summary>
    public PictureSides? Sides { get; private set; }

    /// <summary>Reads all samples.</summary>
    /// <param name="picker">Is offered every sample; may be null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RefusalException">The files cannot be imported, or something in them is broken and must not be left out.</exception>
    public void Run(SamplePicker? picker, CancellationToken cancellationToken)
    {
        if (source.Labels is not null)
        {
            writer.FixLabels(source.Labels);
        }

        foreach (var item in source.Read(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (item.Fault is not null)
            {
                Faults.Add(item.Fault);
                continue;
            }

            var image = Take(item);
            picker?.Offer(writer, image);
        }

        Faults.ThrowIfRefused();
        if (_blank > writer.Count / 2)
        {
            // Nobody means to learn from empty paper: the values were taken for something that they are not.
            throw Errors.PicturesBlank(_blank, writer.Count);
        }

        AssumePolarity();
        AssumeParts();
    }

    public ImportReport Report(int moved) => new(source.Format, writer.Count, Faults.Count, moved, Faults.First, source.Findings);

    private GrayImage Take(SourceItem item)
    {
        if (writer.Count == maxSamples)
        {
            throw Errors.TooManySamples(maxSamples);
        }

        var picture = item.Image!;
        Sides = Sides?.With(picture) ?? PictureSides.Of(picture);
        var image = Normalizer.Normalize(picture, writer.Shape.Width, writer.Shape.Height, Tone(settings.Polarity), out var used);
        _blank += image.IsBlank ? 1 : 0;
        _darkInk += used == InkTone.Dark ? 1 : 0;
        _saidParts += item.Part == Part.Unspecified ? 0 : 1;
        _saidTest |= item.Part == Part.Test;
        writer.Append(image.Pixels, item.Label, item.Part);
        return image;
    }

    private void AssumePolarity()
    {
        if (settings.Polarity != Polarity.Unspecified || writer.Count == 0)
        {
            return;
        }

        const string Light = "POLARITY_LIGHT_INK";
        const string Dark = "POLARITY_DARK_INK";
        var (value, reason) = _darkInk == 0 ? (Light, "All pictures have light ink on a dark ground.")
            : _darkInk == writer.Count ? (Dark, "All pictures have dark ink on a light ground; they are inverted.")
            : ("POLARITY_UNSPECIFIED", FormattableString.Invariant(
                $"{_darkInk:N0} of {writer.Count:N0} pictures have dark ink on a light ground and are inverted; the others have light ink."));
        source.Findings.Assume("polarity", value, reason, [.. new[] { Light, Dark }.Where(other => other != value)]);
    }

    private void AssumeParts()
    {
        if (writer.Count == 0)
        {
            return;
        }

        var validation = rule.ValidationRatio > 0 ? FormattableString.Invariant($", and {rule.ValidationRatio:0.##%} for validation") : "";
        var draw = FormattableString.Invariant($"{1 - rule.TrainRatio:0.##%} of each label are drawn for the test part{validation}");
        var others = FormattableString.Invariant($"{writer.Count - _saidParts:N0} samples");
        var reason = (_saidParts, _saidTest) switch
        {
            (0, _) => $"The files do not tell train and test apart, so {draw}.",
            _ when _saidParts == writer.Count => "The files, or the names in them, say which part every sample belongs to.",
            (_, true) => $"The files, or the names in them, tell train and test apart; {others} that they say nothing about go to train.",
            _ => $"The files, or the names in them, name the part of some samples; of {others} that they say nothing about, {draw}.",
        };
        var isDrawn = !_saidTest && _saidParts < writer.Count;
        source.Findings.Assume(isDrawn ? "split_ratio" : "", isDrawn ? rule.TrainRatio.ToString(CultureInfo.InvariantCulture) : "", reason);
    }

    private static InkTone Tone(Polarity polarity) => polarity switch
    {
        Polarity.LightInk => InkTone.Light,
        Polarity.DarkInk => InkTone.Dark,
        _ => InkTone.Unknown,
    };
}

/// <summary>What is broken in an import: the first faults, and how many there are.</summary>
internal sealed class FaultList(FaultPolicy policy)
{
    private const int MaxKept = 100;
    private const int MaxText = 300;

    private readonly List<FileFault> _first = [];

    /// <summary>The first 100 faults.</summary>
    public IReadOnlyList<FileFault> First => _first;

    /// <summary>All faults.</summary>
    public int Count { get; private set; }

    public void Add(FileFault fault)
    {
        Count++;
        if (_first.Count < MaxKept)
        {
            // A hundred entries of an archive may have names of 64 KB each, and the answer has to carry them.
            _first.Add(new FileFault(Errors.Shorten(fault.File, MaxText), Errors.Shorten(fault.Cause, MaxText)));
        }
    }

    /// <summary>Refuses the import where anything is broken and the caller did not want that skipped.</summary>
    public void ThrowIfRefused()
    {
        if (Count > 0 && policy != FaultPolicy.Skip)
        {
            throw Errors.FilesBroken(_first, Count);
        }
    }
}

/// <summary>Checks what a caller wants made of files, and fills in what it did not say.</summary>
internal static class ImportSettingsCheck
{
    /// <summary>Checks that an import that stores something says where.</summary>
    public static void CheckName(ImportSettings settings)
    {
        if (settings.Name.Length == 0 && !settings.DryRun)
        {
            throw Errors.NameRequired();
        }
    }

    /// <summary>Checks settings as they come, so that a wrong one does not wait for gigabytes of files.</summary>
    public static void Check(ImportSettings settings)
    {
        if (settings.Name.Length > 0)
        {
            DatasetName.Check(settings.Name);
        }

        if (!Enum.IsDefined(settings.FaultPolicy))
        {
            throw Errors.ChoiceUnknown("fault_policy", (int)settings.FaultPolicy);
        }

        if (!Enum.IsDefined(settings.LabelColumn))
        {
            throw Errors.ChoiceUnknown("label_column", (int)settings.LabelColumn);
        }

        if (!Enum.IsDefined(settings.Mode))
        {
            throw Errors.ChoiceUnknown("mode", (int)settings.Mode);
        }

        if (!Enum.IsDefined(settings.Polarity))
        {
            throw Errors.ChoiceUnknown("polarity", (int)settings.Polarity);
        }

        LabelPackList.Get(settings.LabelPack);
        Change.Checked(ChangeKind.Import, settings.Author, settings.Note);
    }

    /// <summary>How samples without a part are divided.</summary>
    public static SplitRule SplitOf(ImportSettings settings, double usualRatio) =>
        SplitRule.Checked(settings.SplitRatio ?? usualRatio, settings.ValidationRatio ?? 0, settings.Seed);

    /// <summary>The change that an import is; what the caller does not note, the files' names say.</summary>
    public static Change ChangeOf(ImportSettings settings, IReadOnlyList<UploadedFile> files)
    {
        var note = settings.Note.Length > 0 ? settings.Note : string.Join(", ", files.Select(file => file.Name));
        return Change.Checked(ChangeKind.Import, settings.Author, Errors.Shorten(note, Change.MaxNoteLength));
    }
}
