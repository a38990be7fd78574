using Digits.Datasets.Editing;
using Digits.Datasets.Formats;
using Digits.Datasets.Storage;
using Digits.Imaging;
using Microsoft.Extensions.Options;

namespace Digits.Datasets.Import;

/// <summary>What became of the files of an import.</summary>
/// <param name="Format">What they are: "idx", "csv", "npy", "npz", "zip" or "digits".</param>
/// <param name="Imported">Samples that the version has.</param>
/// <param name="Skipped">Things that are broken and were left out.</param>
/// <param name="Moved">Samples that did not keep their part because an equal image is in another.</param>
/// <param name="Faults">The first of what is broken.</param>
internal sealed record ImportReport(string Format, int Imported, int Skipped, int Moved, IReadOnlyList<FileFault> Faults);

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
        return (version, new ImportReport(source.Format, writer.Count, faults.Count, moved, faults.First));
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
