using System.Collections.Concurrent;
using Digits.Datasets.Editing;
using Digits.Datasets.Formats;
using Digits.Datasets.Import;
using Digits.Datasets.Storage;

namespace Digits.Datasets.PublicSets;

/// <summary>Installs public sets: finds or fetches their files, checks and imports them.</summary>
internal sealed class PublicSetInstaller(
    PublicFileFinder finder,
    FileDownloader downloader,
    InstallTurns turns,
    DatasetFolder folders,
    DatasetImporter importer,
    DatasetSettings configured,
    IOptions<PublicSetOptions> options,
    ILogger<PublicSetInstaller> logger)
{
    /// <summary>Installs a set.</summary>
    /// <param name="set">The set.</param>
    /// <param name="name">What the data set is called; empty for the set's own name.</param>
    /// <param name="validationRatio">Share that goes to the validation part; null for none.</param>
    /// <param name="author">Who asks; may be empty.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives up; what was fetched stays.</param>
    /// <returns>The new version, or the one already there with the same content.</returns>
    public async Task<StoredVersion> InstallAsync(
        PublicSet set, string name, double? validationRatio, string author, InstallProgress progress, CancellationToken cancellationToken)
    {
        var settings = Settings(set, name, validationRatio, author);
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

    private ImportSettings Settings(PublicSet set, string name, double? validationRatio, string author)
    {
        var wanted = new ImportSettings
        {
            Name = name.Length > 0 ? name : set.Name,

            // A set whose content has changed becomes the newest version.
            Mode = ImportMode.Replace,
            Transposed = set.Layout == SetLayout.EmnistArchive,
            Author = author,
            ValidationRatio = validationRatio,
            LabelMap = set.LabelPack.Length > 0 ? [] : set.LabelMap.Where(pair => pair.Key != pair.Value).ToDictionary(),
            LabelPack = set.LabelPack,
        };

        // What an import would refuse is refused before anything is fetched.
        ImportSettingsCheck.Check(wanted);
        ImportSettingsCheck.SplitOf(wanted, configured.SplitRatio);
        return wanted;
    }

    private async Task<IReadOnlyList<FoundFile>> GatherAsync(PublicSet set, InstallProgress progress, CancellationToken cancellationToken)
    {
        var found = new List<FoundFile?>();
        foreach (var file in set.Files)
        {
            // Progress is reported only once there is a file to check, so that a call without any file is simply refused.
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

    private RefusalException Missing(PublicSet set, IEnumerable<PublicFile> missing, string cause) =>
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

/// <summary>Lets one installation at a time work on the files of a set.</summary>
internal sealed class InstallTurns
{
    // Long enough for the cancelled call of a caller to end when the same caller comes back at once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new();

    /// <summary>Takes the turn.</summary>
    /// <returns>What gives it back.</returns>
    /// <exception cref="RefusalException">another call has it and does not give it back soon.</exception>
    public async Task<IDisposable> TakeAsync(PublicSet set, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(set.Folder, _ => new SemaphoreSlim(1, 1));
        return await turn.WaitAsync(Patience, cancellationToken) ? new Turn(turn) : throw Errors.InstallRunning(set);
    }

    private sealed class Turn(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
