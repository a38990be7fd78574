using System.Collections.Immutable;
using Digits.Processing.Versions;

namespace Digits.Processing.Storage;

/// <summary>
/// The data sets as the rest of the service reads them. Catalogue and files are kept in step: a version's files are in place before its row
/// appears and its row is gone before its files go, so wherever the process dies, a version is there whole or not at all.
/// </summary>
internal sealed class DatasetLibrary(
    DatasetCatalog catalog, CatalogSchema schema, DatasetFolder folder, DatasetLock turns, ILogger<DatasetLibrary> logger)
{
    private readonly VersionIndexCache _indexes = new();

    /// <summary>Puts the storage in order: makes the catalogue, removes what a crash left behind.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await schema.PrepareAsync(cancellationToken);
        var kept = new Dictionary<string, (IReadOnlySet<string>, IReadOnlySet<int>)>();
        foreach (var dataset in await catalog.ListAsync(cancellationToken))
        {
            var versions = await catalog.ListVersionsAsync(dataset.Name, cancellationToken);
            var packs = await catalog.ListPacksAsync(dataset.Name, cancellationToken);
            kept.Add(dataset.Name, (versions.Select(row => row.Version).ToHashSet(), packs.Select(row => row.First).ToHashSet()));
        }

        var removed = folder.RemoveLeftovers(kept);
        if (removed > 0)
        {
            Log.LeftoversRemoved(logger, removed);
        }
    }

    /// <summary>Finds a version, the current one where none is named.</summary>
    public async Task<StoredVersion> GetAsync(string name, string version, CancellationToken cancellationToken) =>
        await catalog.FindAsync(name, version, cancellationToken) ?? throw await MissingAsync(name, version, cancellationToken);

    /// <summary>The current version of every data set, by name.</summary>
    public async Task<IReadOnlyList<StoredVersion>> ListAsync(CancellationToken cancellationToken)
    {
        var versions = new List<StoredVersion>();
        foreach (var dataset in await catalog.ListAsync(cancellationToken))
        {
            // Null where it was deleted meanwhile.
            if (await catalog.FindAsync(dataset.Name, dataset.Current, cancellationToken) is { } version)
            {
                versions.Add(version);
            }
        }

        return versions;
    }

    /// <summary>Opens a version for reading.</summary>
    /// <exception cref="Grpc.Core.RpcException">DATA_LOSS: its files are damaged; NOT_FOUND: it was deleted meanwhile.</exception>
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

    /// <summary>Deletes a version, or all of them where none is named.</summary>
    public async Task DeleteAsync(string name, string version, CancellationToken cancellationToken)
    {
        using var turn = await turns.TakeAsync(cancellationToken);
        var dataset = await catalog.FindAsync(name, cancellationToken) ?? throw Errors.DatasetNotFound(name);
        var versions = await catalog.ListVersionsAsync(name, cancellationToken);
        var others = versions.Where(row => version.Length > 0 && row.Version != version).ToList();
        if (version.Length > 0 && others.Count == versions.Count)
        {
            throw Errors.VersionNotFound(name, version);
        }

        if (others.Count == 0)
        {
            await catalog.RemoveAsync(name, cancellationToken);
            folder.Remove(name);
        }
        else
        {
            await DeleteAsync(dataset, version, others, cancellationToken);
        }

        Log.DatasetDeleted(logger, name, versions.Count - others.Count);
    }

    private async Task DeleteAsync(
        StoredDataset dataset, string version, List<StoredVersion> others, CancellationToken cancellationToken)
    {
        var current = dataset.Current;
        if (current == version)
        {
            // The version before it, as far as there is a history; a volume of the first layout has one change a version.
            var changes = await catalog.ListChangesAsync(dataset.Name, long.MaxValue, int.MaxValue, cancellationToken);
            current = changes.Select(row => row.Version.Version).FirstOrDefault(row => row != version) ?? others[^1].Version;
        }

        var needed = others.SelectMany(row => row.Packs).ToImmutableHashSet();
        var packs = (await catalog.ListPacksAsync(dataset.Name, cancellationToken))
            .Select(pack => pack.First)
            .Where(first => !needed.Contains(first))
            .ToList();
        await catalog.RemoveAsync(dataset.Name, version, current, packs, cancellationToken);
        folder.RemoveVersion(dataset.Name, version);
        packs.ForEach(first => folder.RemovePack(dataset.Name, first));
    }

    private async Task<Exception> MissingAsync(string name, string version, CancellationToken cancellationToken) =>
        version.Length > 0 && await catalog.FindAsync(name, cancellationToken) is not null
            ? Errors.VersionNotFound(name, version)
            : Errors.DatasetNotFound(name);
}
