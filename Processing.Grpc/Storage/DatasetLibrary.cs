using Digits.Processing.V1;

namespace Digits.Processing.Storage;

/// <summary>
/// The data sets as the rest of the service sees them. Keeps catalogue and files in step: a version's files are in place before its row
/// appears and its row is gone before its files go, so wherever the process dies, a version is there whole or not at all.
/// </summary>
internal sealed class DatasetLibrary(DatasetCatalog catalog, SampleFiles files, ILogger<DatasetLibrary> logger) : IDisposable
{
    // Adding and removing take turns; both are short.
    private readonly SemaphoreSlim _changes = new(1, 1);

    /// <summary>Puts the storage in order: makes the catalogue, removes what a crash left behind.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await catalog.PrepareAsync(cancellationToken);
        var versions = await catalog.ListAsync(cancellationToken);
        var removed = files.RemoveLeftovers(versions.Select(version => (version.Name, version.Version)).ToHashSet());
        if (removed > 0)
        {
            Log.LeftoversRemoved(logger, removed);
        }
    }

    /// <summary>Adds a version whose finished files lie in a folder.</summary>
    /// <returns>The version; the one already there when it has the same content.</returns>
    public async Task<StoredVersion> AddAsync(StoredVersion version, string folder, CancellationToken cancellationToken)
    {
        await _changes.WaitAsync(cancellationToken);
        try
        {
            if (await catalog.FindAsync(version.Name, version.Version, cancellationToken) is { } present)
            {
                return present;
            }

            cancellationToken.ThrowIfCancellationRequested();
            files.Publish(folder, version.Name, version.Version);
            await CommitAsync(version);
            return version;
        }
        finally
        {
            _changes.Release();
        }
    }

    /// <summary>Finds a version, the newest where none is named.</summary>
    public async Task<StoredVersion> GetAsync(string name, string version, CancellationToken cancellationToken) =>
        await catalog.FindAsync(name, version, cancellationToken) ?? throw await MissingAsync(name, version, cancellationToken);

    /// <summary>All versions of a data set, newest first.</summary>
    public async Task<IReadOnlyList<StoredVersion>> VersionsAsync(string name, CancellationToken cancellationToken) =>
        await catalog.ListAsync(name, cancellationToken) is { Count: > 0 } versions ? versions : throw Errors.DatasetNotFound(name);

    /// <summary>Every version of every data set, by name, newest first.</summary>
    public Task<IReadOnlyList<StoredVersion>> ListAsync(CancellationToken cancellationToken) => catalog.ListAsync(cancellationToken);

    /// <summary>Opens a part of a version for reading.</summary>
    public async Task<PartReader> OpenAsync(StoredVersion version, Part part, CancellationToken cancellationToken)
    {
        try
        {
            return files.Open(version, part);
        }
        catch (IOException fault)
        {
            // Deleted since it was looked up, or else lost.
            await GetAsync(version.Name, version.Version, cancellationToken);
            Log.VersionDamaged(logger, version.Name, version.Version, fault.Message);
            throw Errors.DatasetDamaged(version);
        }
    }

    /// <summary>Deletes a version, or all of them where none is named.</summary>
    public async Task DeleteAsync(string name, string version, CancellationToken cancellationToken)
    {
        await _changes.WaitAsync(cancellationToken);
        try
        {
            var versions = (await VersionsAsync(name, cancellationToken))
                .Where(row => version.Length == 0 || row.Version == version)
                .ToList();
            if (versions.Count == 0)
            {
                throw Errors.VersionNotFound(name, version);
            }

            await catalog.RemoveAsync(versions, cancellationToken);
            versions.ForEach(row => files.Remove(row.Name, row.Version));
            Log.DatasetDeleted(logger, name, versions.Count);
        }
        finally
        {
            _changes.Release();
        }
    }

    public void Dispose() => _changes.Dispose();

    private async Task CommitAsync(StoredVersion version)
    {
        try
        {
            // From here on a cancelled call would only leave files without a row.
            await catalog.AddAsync(version, CancellationToken.None);
        }
        catch
        {
            files.Remove(version.Name, version.Version);
            throw;
        }
    }

    private async Task<Exception> MissingAsync(string name, string version, CancellationToken cancellationToken) =>
        version.Length > 0 && await catalog.FindAsync(name, "", cancellationToken) is not null
            ? Errors.VersionNotFound(name, version)
            : Errors.DatasetNotFound(name);
}
