using Microsoft.EntityFrameworkCore;

namespace Digits.Datasets.Storage;

/// <summary>Everything that the catalogue knows of a data set.</summary>
/// <param name="Dataset">The data set.</param>
/// <param name="Versions">Its versions, in the order in which they were made first.</param>
/// <param name="Changes">Its changes, oldest first.</param>
/// <param name="Packs">Its packs of images, in order.</param>
internal sealed record CatalogEntry(
    StoredDataset Dataset, IReadOnlyList<StoredVersion> Versions, IReadOnlyList<StoredChange> Changes, IReadOnlyList<StoredPack> Packs);

/// <summary>A change as lists show it, with the sizes of the version that it led to.</summary>
internal sealed record ListedChange(
    long Id,
    string Dataset,
    string Version,
    string Parent,
    ChangeKind Kind,
    int Added,
    int Removed,
    int Relabeled,
    string Author,
    string Note,
    DateTimeOffset CreateTime,
    int TrainCount,
    int ValidationCount,
    int TestCount);

/// <summary>
/// Knows which data sets, versions, changes and packs exist: the metadata half of the storage. <see cref="DatasetFolder"/> is the other half
/// and <see cref="DatasetLibrary"/> and the commits keep the two in step.
/// </summary>
internal sealed class DatasetCatalog(IDbContextFactory<DatasetsContext> contexts)
{
    // Names of versions are 16 digits; those of the first layout were no longer than this.
    private const int MaxVersionLength = 64;

    /// <summary>Finds a data set; null where there is none.</summary>
    public async Task<StoredDataset?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (!DatasetName.IsName(name))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Datasets.SingleOrDefaultAsync(row => row.Name == name, cancellationToken);
    }

    /// <summary>Finds a version, the current one where none is named; null where there is none.</summary>
    public async Task<StoredVersion?> FindAsync(string name, string version, CancellationToken cancellationToken)
    {
        if (!DatasetName.IsName(name) || version.Length > MaxVersionLength)
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Versions
            .Where(row => row.Name == name
                && (version == ""
                    ? context.Datasets.Any(dataset => dataset.Name == name && dataset.Current == row.Version)
                    : row.Version == version))
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Whether there is any data set.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Datasets.AnyAsync(cancellationToken);
    }

    /// <summary>Everything that the catalogue knows of data sets, by name.</summary>
    public async Task<IReadOnlyList<CatalogEntry>> ReadAllAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var datasets = await context.Datasets.OrderBy(row => row.Name).ToListAsync(cancellationToken);
        var versions = (await context.Versions.OrderBy(row => row.Id).ToListAsync(cancellationToken)).ToLookup(row => row.Name);
        var changes = (await context.Changes.OrderBy(row => row.Id).ToListAsync(cancellationToken)).ToLookup(row => row.Dataset);
        var packs = (await context.Packs.OrderBy(row => row.First).ToListAsync(cancellationToken)).ToLookup(row => row.Dataset);
        return [.. datasets.Select(row => new CatalogEntry(row, [.. versions[row.Name]], [.. changes[row.Name]], [.. packs[row.Name]]))];
    }

    /// <summary>Everything that the catalogue knows of one data set; null where there is none.</summary>
    public async Task<CatalogEntry?> FindEntryAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Datasets.SingleOrDefaultAsync(row => row.Name == name, cancellationToken) is not { } dataset
            ? null
            : new CatalogEntry(
                dataset,
                await context.Versions.Where(row => row.Name == name).OrderBy(row => row.Id).ToListAsync(cancellationToken),
                await context.Changes.Where(row => row.Dataset == name).OrderBy(row => row.Id).ToListAsync(cancellationToken),
                await context.Packs.Where(row => row.Dataset == name).OrderBy(row => row.First).ToListAsync(cancellationToken));
    }

    /// <summary>Lists data sets with their current versions and latest changes, by name.</summary>
    /// <param name="after">Only those behind this name; empty for all.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="changesEach">At most this many changes of each, newest first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<(StoredDataset Dataset, StoredVersion Version, IReadOnlyList<ListedChange> Changes)>> ListAsync(
        string after, int limit, int changesEach, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Datasets
            .Where(row => string.Compare(row.Name, after) > 0)
            .OrderBy(row => row.Name)
            .Take(limit)
            .Join(
                context.Versions,
                dataset => new { dataset.Name, Version = dataset.Current },
                version => new { version.Name, version.Version },
                (dataset, version) => new { dataset, version })
            .ToListAsync(cancellationToken);
        if (rows.Count == 0)
        {
            return [];
        }

        rows.Sort((one, other) => string.CompareOrdinal(one.dataset.Name, other.dataset.Name));
        var (first, last) = (rows[0].dataset.Name, rows[^1].dataset.Name);

        // One walk over the changes of all the data sets of the page, however many those are.
        var changes = await context.Database.SqlQuery<ListedChange>(
            $"""
            SELECT c.Id, c.Dataset, c.Version, c.Parent, c.Kind, c.Added, c.Removed, c.Relabeled, c.Author, c.Note, c.CreateTime,
                v.Train_Count AS TrainCount, v.Validation_Count AS ValidationCount, v.Test_Count AS TestCount
            FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY Dataset ORDER BY Id DESC) AS Place FROM changes
                WHERE Dataset BETWEEN {first} AND {last}) AS c
            JOIN dataset_versions AS v ON v.Name = c.Dataset AND v.Version = c.Version
            WHERE c.Place <= {changesEach}
            ORDER BY c.Id DESC
            """).ToListAsync(cancellationToken);
        var byDataset = changes.ToLookup(change => change.Dataset);
        return [.. rows.Select(row => (row.dataset, row.version, (IReadOnlyList<ListedChange>)[.. byDataset[row.dataset.Name]]))];
    }

    /// <summary>Replaces everything that the catalogue knows of a data set.</summary>
    public async Task ReplaceAsync(CatalogEntry entry, CancellationToken cancellationToken)
    {
        var name = entry.Dataset.Name;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await RemoveAsync(context, name, cancellationToken);
        context.Add(entry.Dataset);
        context.AddRange(entry.Versions.Select(row => row with { Id = 0 }));
        context.AddRange(entry.Packs);
        await context.SaveChangesAsync(cancellationToken);
        foreach (var change in entry.Changes)
        {
            // One after another, so that they are numbered in this order.
            context.Add(change with { Id = 0 });
            await context.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
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
    public async Task<IReadOnlyList<ListedChange>> ListChangesAsync(
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
                (change, version) => new ListedChange(
                    change.Id,
                    change.Dataset,
                    change.Version,
                    change.Parent,
                    change.Kind,
                    change.Added,
                    change.Removed,
                    change.Relabeled,
                    change.Author,
                    change.Note,
                    change.CreateTime,
                    version.Train.Count,
                    version.Validation.Count,
                    version.Test.Count))
            .ToListAsync(cancellationToken);
        return [.. rows.OrderByDescending(row => row.Id)];
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

        if (commit.Version is { Id: > 0 } written)
        {
            context.Update(written);
        }
        else if (commit.Version is not null)
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
        await RemoveAsync(context, name, cancellationToken);
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

    private static async Task RemoveAsync(DatasetsContext context, string name, CancellationToken cancellationToken)
    {
        await context.Datasets.Where(row => row.Name == name).ExecuteDeleteAsync(cancellationToken);
        await context.Versions.Where(row => row.Name == name).ExecuteDeleteAsync(cancellationToken);
        await context.Changes.Where(row => row.Dataset == name).ExecuteDeleteAsync(cancellationToken);
        await context.Packs.Where(row => row.Dataset == name).ExecuteDeleteAsync(cancellationToken);
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

/// <summary>What a commit writes into the catalogue, all of it or nothing.</summary>
/// <param name="Dataset">The data set with its new pointers.</param>
/// <param name="Version">The version, where it is new; null when the change led to one that is there.</param>
/// <param name="Change">The change.</param>
/// <param name="Pack">The pack that was added or has grown; null when no image is new.</param>
internal sealed record CatalogCommit(StoredDataset Dataset, StoredVersion? Version, StoredChange Change, StoredPack? Pack)
{
    /// <summary>What else is written in the same transaction.</summary>
    public Func<DatasetsContext, Task>? Alongside { get; init; }
}
