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
        using var source = UploadedSamples.Open(files, folder, settings, options.Value);
        using var writer = commits.Begin(settings.Name);
        if (source.Labels is not null)
        {
            writer.FixLabels(source.Labels);
        }

        var faults = new FaultList(settings.FaultPolicy);
        foreach (var item in source.Read(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Take(item, writer, faults);
        }

        faults.ThrowIfRefused();
        if (writer.Count < 2)
        {
            throw Errors.TooFewSamples();
        }

        var rule = ImportSettingsCheck.SplitOf(settings, configured.SplitRatio);
        var (version, moved) = await commits.CommitAsync(writer, rule, change, cancellationToken);
        Log.DatasetImported(logger, version.Name, version.Version, version.Train.Count, version.Validation.Count, version.Test.Count);
        telemetry.Imported(span, source.Format, writer.Count, faults.Count);
        return (version, new ImportReport(source.Format, writer.Count, faults.Count, moved, faults.First, source.Findings));
    }

    private void Take(SourceItem item, VersionWriter writer, FaultList faults)
    {
        if (item.Fault is not null)
        {
            faults.Add(item.Fault);
            return;
        }

        if (writer.Count == options.Value.MaxSamples)
        {
            throw Errors.TooManySamples(options.Value.MaxSamples);
        }

        var image = Normalizer.Normalize(item.Image!, writer.Shape.Width, writer.Shape.Height);
        writer.Append(image.Pixels, item.Label, item.Part);
    }
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
