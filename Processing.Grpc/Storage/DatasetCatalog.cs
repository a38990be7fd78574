using Microsoft.EntityFrameworkCore;

namespace Digits.Processing.Storage;

/// <summary>
/// Knows which data sets, versions, changes and packs exist: the metadata half of the storage. <see cref="DatasetFolder"/> is the other half
/// and <see cref="DatasetLibrary"/> and <see cref="Versions.VersionCommits"/> keep the two in step.
/// </summary>
internal sealed class DatasetCatalog(IDbContextFactory<DatasetsContext> contexts)
{
    /// <summary>Finds a data set; null where there is none.</summary>
    public async Task<StoredDataset?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Datasets.SingleOrDefaultAsync(row => row.Name == name, cancellationToken);
    }

    /// <summary>Finds a version, the current one where none is named; null where there is none.</summary>
    public async Task<StoredVersion?> FindAsync(string name, string version, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Versions
            .Where(row => row.Name == name
                && (version == ""
                    ? context.Datasets.Any(dataset => dataset.Name == name && dataset.Current == row.Version)
                    : row.Version == version))
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Every data set, by name.</summary>
    public async Task<IReadOnlyList<StoredDataset>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Datasets.OrderBy(row => row.Name).ToListAsync(cancellationToken);
    }

    /// <summary>All versions of a data set, in the order in which they were made first.</summary>
    public async Task<IReadOnlyList<StoredVersion>> ListVersionsAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Versions.Where(row => row.Name == name).OrderBy(row => row.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Changes of a data set with the versions that they led to, newest first.</summary>
    /// <param name="name">The data set.</param>
    /// <param name="before">Only changes before this one.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<(StoredChange Change, StoredVersion Version)>> ListChangesAsync(
        string name, long before, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Changes
            .Where(row => row.Dataset == name && row.Id < before)
            .OrderByDescending(row => row.Id)
            .Take(limit)
            .Join(
                context.Versions.Where(row => row.Name == name),
                change => change.Version,
                version => version.Version,
                (change, version) => new { change, version })
            .ToListAsync(cancellationToken);
        return [.. rows.OrderByDescending(row => row.change.Id).Select(row => (row.change, row.version))];
    }

    /// <summary>The packs of a data set, in order.</summary>
    public async Task<IReadOnlyList<StoredPack>> ListPacksAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Packs.Where(row => row.Dataset == name).OrderBy(row => row.First).ToListAsync(cancellationToken);
    }

    /// <summary>Writes a commit, all or nothing.</summary>
    public async Task CommitAsync(CatalogCommit commit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await PutAsync(context, context.Datasets.Where(row => row.Name == commit.Dataset.Name), commit.Dataset, cancellationToken);
        if (commit.Pack is { } pack)
        {
            await PutAsync(
                context, context.Packs.Where(row => row.Dataset == pack.Dataset && row.First == pack.First), pack, cancellationToken);
        }

        if (commit.Version is not null)
        {
            context.Add(commit.Version);
        }

        context.Add(commit.Change);
        await context.SaveChangesAsync(cancellationToken);
        await (commit.Alongside?.Invoke(context) ?? Task.CompletedTask);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Forgets a data set and all that belongs to it.</summary>
    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.Datasets.Where(row => row.Name == name).ExecuteDeleteAsync(cancellationToken);
        await context.Versions.Where(row => row.Name == name).ExecuteDeleteAsync(cancellationToken);
        await context.Changes.Where(row => row.Dataset == name).ExecuteDeleteAsync(cancellationToken);
        await context.Packs.Where(row => row.Dataset == name).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Forgets one of several versions, with the changes that led to it and the packs that no other version needs.</summary>
    /// <param name="name">The data set.</param>
    /// <param name="version">The version.</param>
    /// <param name="current">The current version afterwards.</param>
    /// <param name="packs">The first numbers of the packs to forget.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RemoveAsync(
        string name, string version, string current, IReadOnlyCollection<int> packs, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.Datasets.Where(row => row.Name == name)
            .ExecuteUpdateAsync(row => row.SetProperty(dataset => dataset.Current, current), cancellationToken);
        await context.Versions.Where(row => row.Name == name && row.Version == version).ExecuteDeleteAsync(cancellationToken);
        await context.Changes.Where(row => row.Dataset == name && row.Version == version).ExecuteDeleteAsync(cancellationToken);
        await context.Packs.Where(row => row.Dataset == name && packs.Contains(row.First)).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task PutAsync<T>(DbContext context, IQueryable<T> present, T row, CancellationToken cancellationToken)
        where T : class
    {
        if (await present.AnyAsync(cancellationToken))
        {
            context.Update(row);
        }
        else
        {
            context.Add(row);
        }
    }
}
