using Microsoft.EntityFrameworkCore;

namespace Digits.Processing.Storage;

/// <summary>
/// Knows which versions exist: the metadata half of the storage. <see cref="SampleFiles"/> is the other half and
/// <see cref="DatasetLibrary"/> keeps the two in step.
/// </summary>
internal sealed class DatasetCatalog(IDbContextFactory<DatasetsContext> contexts)
{
    /// <summary>
    /// The layout that this program reads and writes, kept in SQLite's user_version. EnsureCreated makes a new database from the model, so
    /// the model stays the only description of it; a change of the layout raises this number and brings the statements that lead there
    /// from the number before.
    /// </summary>
    private const int SchemaVersion = 1;
    private const string NumberSchema = "PRAGMA user_version = 1";

    /// <summary>Makes the database where there is none.</summary>
    /// <exception cref="InvalidDataException">A newer program has written it.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.EnsureCreatedAsync(cancellationToken);
        var found = await context.Database
            .SqlQuery<int>($"SELECT user_version AS Value FROM pragma_user_version")
            .SingleAsync(cancellationToken);
        if (found > SchemaVersion)
        {
            throw new InvalidDataException(
                $"The catalogue of data sets has layout {found}; this program knows layouts up to {SchemaVersion}.");
        }

        // A program that died between creating and numbering left 0.
        await context.Database.ExecuteSqlRawAsync(NumberSchema, cancellationToken);
    }

    /// <summary>Finds a version, the newest where none is named; null where there is none.</summary>
    public async Task<StoredVersion?> FindAsync(string name, string version, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Versions
            .Where(row => row.Name == name && (version == "" || row.Version == version))
            .OrderByDescending(row => row.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>All versions of a data set, newest first; empty where there is none of that name.</summary>
    public async Task<IReadOnlyList<StoredVersion>> ListAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Versions.Where(row => row.Name == name).OrderByDescending(row => row.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Every version of every data set, by name, newest first.</summary>
    public async Task<IReadOnlyList<StoredVersion>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Versions.OrderBy(row => row.Name).ThenByDescending(row => row.Id).ToListAsync(cancellationToken);
    }

    public async Task AddAsync(StoredVersion version, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Add(version);
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Forgets versions, all or none of them.</summary>
    public async Task RemoveAsync(IReadOnlyList<StoredVersion> versions, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.RemoveRange(versions);
        await context.SaveChangesAsync(cancellationToken);
    }
}
