using Digits.Processing.Import;
using Digits.Processing.Storage;
using Digits.Processing.V1;
using Digits.Processing.Versions;
using Digits.ServiceDefaults.Settings;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Digits.Processing.Catalog;

/// <summary>Installs public sets: finds or fetches their files, checks and imports them.</summary>
internal sealed class PublicSetInstaller(
    PublicFileFinder finder,
    FileDownloader downloader,
    InstallTurns turns,
    DatasetFolder folders,
    DatasetImporter importer,
    DigitsConfig config,
    IOptions<CatalogOptions> options,
    ILogger<PublicSetInstaller> logger)
{
    /// <summary>Installs a set.</summary>
    /// <returns>The new version, or the one already there with the same content.</returns>
    public async Task<StoredVersion> InstallAsync(
        PublicSet set, InstallPublicDatasetRequest request, InstallProgress progress, CancellationToken cancellationToken)
    {
        var settings = Settings(set, request);
        using var turn = await turns.TakeAsync(set, cancellationToken);
        var files = await GatherAsync(set, progress, cancellationToken);
        var change = new Change(ChangeKind.Import, settings.Author, Note(set, files));
        await progress.ImportingAsync();
        using var folder = folders.CreateWorkFolder();
        var prepared = SetPreparation.Prepare(set, files, folder, cancellationToken);
        var (version, _) = await importer.ImportAsync(prepared, folder, settings, change, cancellationToken);
        Log.Installed(logger, set.Name, version.Name, change.Note);
        return version;
    }

    private ImportSettings Settings(PublicSet set, InstallPublicDatasetRequest request)
    {
        var settings = new ImportSettings
        {
            Name = request.Name.Length > 0 ? request.Name : set.Name,
            Transposed = set.Layout == SetLayout.EmnistArchive,
            Author = request.Author,
        };
        if (request.HasValidationRatio)
        {
            settings.ValidationRatio = request.ValidationRatio;
        }

        // What an import would refuse is refused before anything is fetched.
        ImportSettingsCheck.Check(settings);
        ImportSettingsCheck.SplitOf(settings, config);
        foreach (var (number, label) in set.LabelMap.Where(pair => pair.Key != pair.Value))
        {
            settings.LabelMap[number] = label;
        }

        return settings;
    }

    private async Task<IReadOnlyList<FoundFile>> GatherAsync(PublicSet set, InstallProgress progress, CancellationToken cancellationToken)
    {
        var found = new List<FoundFile?>();
        foreach (var file in set.Files)
        {
            // Nothing is told before it is known that there is something to do; so that a call that can do nothing is simply refused.
            if (finder.IsAnyThere(set, file))
            {
                await progress.CheckingAsync(file);
            }

            var here = await finder.FindAsync(set, file, cancellationToken);
            found.Add(here);
            if (here is not null)
            {
                progress.Here(file, new FileInfo(here.Path).Length);
            }
        }

        var missing = set.Files.Where((_, index) => found[index] is null).ToList();
        if (missing.Count > 0 && options.Value.Offline)
        {
            throw Missing(set, missing, "the setting Catalog:Offline forbids the network");
        }

        var files = new List<FoundFile>();
        foreach (var (file, here) in set.Files.Zip(found))
        {
            files.Add(here ?? await FetchAsync(set, file, missing, progress, cancellationToken));
        }

        return files;
    }

    private async Task<FoundFile> FetchAsync(
        PublicSet set, PublicFile file, List<PublicFile> missing, InstallProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            var fetched = await downloader.DownloadAsync(set, file, progress, cancellationToken);
            progress.Here(file, new FileInfo(fetched.Path).Length);
            return fetched;
        }
        catch (FetchException fault)
        {
            throw Missing(set, missing.Skip(missing.IndexOf(file)), fault.Message);
        }
    }

    private RpcException Missing(PublicSet set, IEnumerable<PublicFile> missing, string cause) =>
        Errors.PublicFilesMissing(set, missing.Select(file => (file, finder.IsAnyThere(set, file))), options.Value, cause);

    private string Note(PublicSet set, IReadOnlyList<FoundFile> files)
    {
        var hosts = files.Where(file => file.Origin == FileOrigin.Network)
            .Select(file => downloader.Addresses(set, file.File)[0].Host)
            .Distinct()
            .ToList();
        if (files.Any(file => file.Origin == FileOrigin.Folder))
        {
            hosts.Insert(0, "the folder of public sets");
        }

        return $"{set.Title} from {string.Join(" and ", hosts)}";
    }
}
