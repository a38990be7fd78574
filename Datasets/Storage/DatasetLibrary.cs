using System.Collections.Immutable;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Storage;

/// <summary>
/// The data sets as the rest of the service reads them. Catalogue and files are kept in step: a version's files are in place before its row
/// appears and its row is gone before its files go, so wherever the process dies, a version is there whole or not at all.
/// </summary>
internal sealed class DatasetLibrary(
    DatasetCatalog catalog,
    CatalogSchema schema,
    VolumeRecovery recovery,
    DatasetFolder folder,
    DatasetRecords records,
    Intents intents,
    StorageReserve reserve,
    DatasetLock turns,
    ILogger<DatasetLibrary> logger)
{
    private readonly VersionIndexCache _indexes = new();

    /// <summary>Puts the storage in order, before the first call.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken) =>
        await recovery.RunAsync(await schema.OpenAsync(cancellationToken), cancellationToken);

    /// <summary>Finds a version, the current one where none is named.</summary>
    public async Task<StoredVersion> GetAsync(string name, string version, CancellationToken cancellationToken) =>
        await catalog.FindAsync(name, version, cancellationToken) ?? throw await MissingAsync(name, version, cancellationToken);

    /// <summary>Opens a version for reading.</summary>
    /// <exception cref="RefusalException">its files are damaged; NOT_FOUND: it was deleted meanwhile.</exception>
    public async Task<VersionReader> OpenAsync(StoredVersion version, CancellationToken cancellationToken)
    {
        var packs = await catalog.ListPacksAsync(version.Name, cancellationToken);
        try
        {
            var index = _indexes.Get(
                version.IndexHash, () => VersionIndexFile.Read(folder.Index(version.Name, version.Version), version.IndexHash));
            var images = folder.Images(version.Name);
            return new VersionReader(version, index, images, packs.Where(pack => version.Packs.Contains(pack.First)), logger);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            // Deleted since it was looked up, or else lost.
            await GetAsync(version.Name, version.Version, cancellationToken);
            Log.VersionDamaged(logger, version.Name, version.Version, fault.Message);
            throw Errors.DatasetDamaged(version);
        }
    }

    /// <summary>Opens a version for reading, the current one where none is named.</summary>
    public async Task<VersionReader> OpenAsync(string name, string version, CancellationToken cancellationToken) =>
        await OpenAsync(await GetAsync(name, version, cancellationToken), cancellationToken);

    /// <summary>Keeps the index of a version that was just written, so that the next reader need not read it back.</summary>
    public void Remember(StoredVersion version, VersionIndex index) => _indexes.Add(version.IndexHash, index);

    /// <summary>Whether the index of a version is there and undamaged: the file itself, whatever is remembered of it.</summary>
    public bool HasIndex(StoredVersion version)
    {
        try
        {
            VersionIndexFile.Read(folder.Index(version.Name, version.Version), version.IndexHash);
            return true;
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Refuses what a caller wants done to another current version than it knows of; empty where that does not matter.</summary>
    public static void CheckCurrent(StoredDataset dataset, string expected)
    {
        if (expected.Length > 0 && expected != dataset.Current)
        {
            throw Errors.VersionNotCurrent(dataset);
        }
    }

    /// <summary>Deletes a version, or all of them where none is named.</summary>
    /// <param name="name">The data set.</param>
    /// <param name="version">The version; empty for all.</param>
    /// <param name="expected">The version that the caller takes for the current one; empty where it does not matter.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task DeleteAsync(string name, string version, string expected, CancellationToken cancellationToken)
    {
        using var turn = await turns.TakeAsync(cancellationToken);
        var dataset = await catalog.FindAsync(name, cancellationToken) ?? throw Errors.DatasetNotFound(name);
        CheckCurrent(dataset, expected);
        var versions = await catalog.ListVersionsAsync(name, cancellationToken);
        var others = versions.Where(row => version.Length > 0 && row.Version != version).ToList();
        if (version.Length > 0 && others.Count == versions.Count)
        {
            throw Errors.VersionNotFound(name, version);
        }

        var removal = new PendingRemoval(name, others.Count == 0 ? "" : version);
        var needed = others.SelectMany(row => row.Packs).ToImmutableHashSet();
        var packs = (await catalog.ListPacksAsync(name, cancellationToken))
            .Select(pack => pack.First)
            .Where(first => !needed.Contains(first))
            .ToList();
        await reserve.UseAsync(() => RemoveRowsAsync(dataset, removal, others, packs, cancellationToken));
        RemoveFiles(removal, packs);
        reserve.Restore();
        Log.DatasetDeleted(logger, name, versions.Count - others.Count);
    }

    // The note is there before the rows go: files without rows would look like something to adopt.
    private async Task RemoveRowsAsync(
        StoredDataset dataset, PendingRemoval removal, List<StoredVersion> others, List<int> packs, CancellationToken cancellationToken)
    {
        intents.Note(removal);
        try
        {
            if (removal.Version.Length == 0)
            {
                await catalog.RemoveAsync(removal.Dataset, cancellationToken);
                return;
            }

            var current = dataset.Current;
            if (current == removal.Version)
            {
                // The version before it, as far as there is a history; a volume of the first layout has one change a version.
                var changes = await catalog.ListChangesAsync(dataset.Name, long.MaxValue, int.MaxValue, cancellationToken);
                current = changes.Select(row => row.Version).FirstOrDefault(row => row != removal.Version) ?? others[^1].Version;
            }

            await catalog.RemoveAsync(dataset.Name, removal.Version, current, packs, cancellationToken);
        }
        catch
        {
            intents.Forget(removal);
            throw;
        }
    }

    private void RemoveFiles(PendingRemoval removal, List<int> packs)
    {
        try
        {
            if (removal.Version.Length == 0)
            {
                folder.Remove(removal.Dataset);
            }
            else
            {
                folder.RemoveVersion(removal.Dataset, removal.Version);
                packs.ForEach(first => folder.RemovePack(removal.Dataset, first));
                records.Remove(removal.Dataset, removal.Version);
            }

            intents.Forget(removal);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // For everybody it is gone. The note is still there, and the next start removes what is left.
            Log.FilesLeft(logger, removal.Dataset, fault.Message);
        }
    }

    /// <summary>Makes the place of a data set that is not there free, before its first version is written.</summary>
    public void MakeRoom(string name, SetAside aside)
    {
        if (!Directory.Exists(folder.Dataset(name)))
        {
            return;
        }

        var removal = new PendingRemoval(name, "");
        if (intents.IsNoted(removal))
        {
            folder.Remove(name);
            intents.Forget(removal);
        }
        else
        {
            folder.RemoveIfEmpty(name);
            if (Directory.Exists(folder.Dataset(name)))
            {
                aside.Take(folder.Dataset(name), "A data set of this name began, and this folder was not of it.");
            }
        }
    }

    private async Task<Exception> MissingAsync(string name, string version, CancellationToken cancellationToken) =>
        version.Length > 0 && await catalog.FindAsync(name, cancellationToken) is not null
            ? Errors.VersionNotFound(name, version)
            : Errors.DatasetNotFound(name);
}

/// <summary>Keeps the indexes that were used last, so that paging through a large version does not read its index again and again.</summary>
internal sealed class VersionIndexCache
{
    private const int MaxIndexes = 4;

    // About 6 bytes each.
    private const int MaxSamples = 8_000_000;

    private readonly Lock _lock = new();
    private readonly LinkedList<(string Hash, VersionIndex Index)> _recent = new();

    /// <summary>An index by the hash of its file, read where it is not cached.</summary>
    public VersionIndex Get(string hash, Func<VersionIndex> read)
    {
        lock (_lock)
        {
            if (_recent.FirstOrDefault(entry => entry.Hash == hash) is { Index: not null } known)
            {
                _recent.Remove(known);
                _recent.AddFirst(known);
                return known.Index;
            }
        }

        var index = read();
        Add(hash, index);
        return index;
    }

    /// <summary>Keeps an index.</summary>
    /// <param name="hash">The hash of its file.</param>
    /// <param name="index">The index that the file holds.</param>
    public void Add(string hash, VersionIndex index)
    {
        lock (_lock)
        {
            _recent.AddFirst((hash, index));
            while (_recent.Count > 1 && (_recent.Count > MaxIndexes || _recent.Sum(entry => (long)entry.Index.Count) > MaxSamples))
            {
                _recent.RemoveLast();
            }
        }
    }
}
