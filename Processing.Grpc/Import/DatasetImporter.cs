using Digits.Imaging;
using Digits.Processing.Formats;
using Digits.Processing.Limits;
using Digits.Processing.Storage;
using Digits.Processing.V1;
using Digits.Processing.Versions;
using Digits.ServiceDefaults.Settings;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Digits.Processing.Import;

/// <summary>Takes an upload from its first piece to a version in the library; when anything goes wrong, nothing of it stays.</summary>
internal sealed class DatasetImporter(
    DatasetFolder folders,
    VersionCommits commits,
    DigitsConfig config,
    IOptions<ImportOptions> options,
    WorkLimits limits,
    Patience patience,
    ProcessingTelemetry telemetry,
    ILogger<DatasetImporter> logger)
{
    /// <summary>Receives and imports an upload.</summary>
    /// <returns>The new version, or the one already there with the same content, and what became of the files.</returns>
    public async Task<(StoredVersion Version, ImportReport Report)> ImportAsync(
        IAsyncStreamReader<ImportDatasetRequest> pieces, CancellationToken cancellationToken)
    {
        using var slot = await limits.Uploads.EnterAsync(cancellationToken);
        using var folder = folders.CreateWorkFolder();
        await using var upload = new Upload(folder, options.Value, patience);
        await upload.ReceiveAsync(pieces, cancellationToken);
        var change = ImportSettingsCheck.ChangeOf(upload.Settings, upload.Files);
        return await ImportAsync(upload.Files, folder, upload.Settings, change, cancellationToken);
    }

    /// <summary>Imports files.</summary>
    /// <param name="files">The files; they stay where they are.</param>
    /// <param name="folder">Where more files may be put; it must outlive the call.</param>
    /// <param name="settings">What to make of the files, checked.</param>
    /// <param name="change">Why.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(StoredVersion Version, ImportReport Report)> ImportAsync(
        IReadOnlyList<UploadedFile> files, WorkFolder folder, ImportSettings settings, Change change, CancellationToken cancellationToken)
    {
        using var turn = await limits.Imports.EnterAsync(cancellationToken);
        using var span = telemetry.Begin("digits.import", settings.Name);
        using var source = SampleSource.Open(files, folder, settings, options.Value);
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

        var rule = ImportSettingsCheck.SplitOf(settings, config);
        var (version, moved) = await commits.CommitAsync(writer, rule, change, cancellationToken);
        Log.DatasetImported(logger, version.Name, version.Version, version.Train.Count, version.Validation.Count, version.Test.Count);
        telemetry.Imported(span, source.Format, writer.Count, faults.Count);
        var report = new ImportReport { Format = source.Format, Imported = writer.Count, Skipped = faults.Count, Moved = moved };
        report.Faults.AddRange(faults.First);
        return (version, report);
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
