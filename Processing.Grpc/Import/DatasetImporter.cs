using Digits.Learning.Data;
using Digits.Processing.Storage;
using Digits.Processing.V1;
using Digits.ServiceDefaults.Configuration;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Digits.Processing.Import;

/// <summary>Takes an upload from its first piece to a version in the library; when anything goes wrong, nothing of it stays.</summary>
internal sealed class DatasetImporter(
    SampleFiles files,
    DatasetLibrary library,
    VersionBuilder builder,
    DigitsConfig config,
    IOptions<ImportOptions> options,
    ILogger<DatasetImporter> logger)
{
    /// <summary>Receives and imports an upload.</summary>
    /// <returns>The new version, or the one already there with the same content.</returns>
    public async Task<StoredVersion> ImportAsync(IAsyncStreamReader<ImportDatasetRequest> pieces, CancellationToken cancellationToken)
    {
        try
        {
            using var folder = files.CreateWorkFolder();
            await using var upload = new Upload(folder, options.Value);
            await upload.ReceiveAsync(pieces, cancellationToken);

            var finished = Directory.CreateDirectory(Path.Combine(folder.Path, "version")).FullName;
            var built = Build(upload, finished, cancellationToken);
            var version = await library.AddAsync(built, finished, cancellationToken);
            Log.DatasetImported(logger, version.Name, version.Version, version.Train.Count, version.Test.Count);
            return version;
        }
        catch (IdxFormatException fault)
        {
            throw Errors.IdxFault(fault);
        }
        catch (Exception fault) when (DiskFull.IsCauseOf(fault))
        {
            Log.DiskFull(logger, fault);
            throw Errors.DiskFull();
        }
    }

    private StoredVersion Build(Upload upload, string folder, CancellationToken cancellationToken)
    {
        var readers = new List<IdxReader>();
        try
        {
            foreach (var file in upload.Files)
            {
                readers.Add(IdxReader.Open(file.Path, file.Name));
            }

            var (train, test) = FilePairing.Pair(readers);
            CheckCount(train, test);
            var ratio = upload.Settings.HasSplitRatio ? upload.Settings.SplitRatio : config.SplitRatio;
            return builder.Build(upload.Settings.Name, train, test, ratio, upload.Settings.Seed, folder, cancellationToken);
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }

    private void CheckCount(IdxPair train, IdxPair? test)
    {
        var count = (long)train.Images.Header.Count + (test?.Images.Header.Count ?? 0);
        if (count > options.Value.MaxSamples)
        {
            throw Errors.TooManySamples(count, options.Value.MaxSamples);
        }

        if (count < 2)
        {
            throw Errors.TooFewSamples();
        }
    }
}
