using Digits.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Digits.Training.Storage;

/// <summary>
/// The only way to the tables. Reads run side by side; writes run one after another, each in a transaction of its own, so that
/// "read, decide, write" is safe inside <see cref="WriteAsync"/>.
/// </summary>
/// <remarks>
/// The volume holds some space back. A write that must not fail may use it when the disk is full; as long as it is not held again,
/// other writes are refused, so that it is there for the next one.
/// </remarks>
internal sealed class TrainingDatabase(IDbContextFactory<TrainingContext> contexts, ModelVolume volume) : IDisposable
{
    /// <summary>More would only contend for the same processors, and every connection has a cache of its own.</summary>
    private const int MaxReads = 8;

    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly SemaphoreSlim _readers = new(MaxReads, MaxReads);

    // Keeps the files of the write-ahead log in being. The last connection to close deletes them, and idle ones close by themselves; on a
    // full disk the next one could not make them again, and then not even reading works.
    private SqliteConnection? _anchor;

    /// <summary>Creates the tables in an empty database, brings older ones up to date, and refuses those of a later program.</summary>
    /// <exception cref="InvalidOperationException">The database has tables of a version that is not known.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await ShrinkOnDeleteAsync(db.Database.GetConnectionString()!, cancellationToken);
        await UpgradeAsync(db, cancellationToken);
        await AnchorAsync(db.Database.GetConnectionString()!, cancellationToken);
    }

    public async Task<T> ReadAsync<T>(Func<TrainingContext, Task<T>> read, CancellationToken cancellationToken)
    {
        await _readers.WaitAsync(cancellationToken);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
            return await read(db);
        }
        finally
        {
            _readers.Release();
        }
    }

    /// <summary>Saves what <paramref name="write"/> changed, all or nothing.</summary>
    /// <param name="write">May be called twice.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<T> WriteAsync<T>(Func<TrainingContext, Task<T>> write, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            try
            {
                return volume.Reserve.TryTake() ? await SaveAsync(write, cancellationToken) : throw StorageFaults.NoSpace();
            }
            catch (Exception exception) when (StorageFaults.Find(exception) == StorageFault.Full)
            {
                // There may be room in the database's own files.
                await ShrinkAsync();
                return volume.Reserve.IsHeld ? await SaveAsync(write, cancellationToken) : throw StorageFaults.NoSpace();
            }
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>The same for deletions and for how something ended: on a full disk the space that is held back serves them.</summary>
    /// <param name="write">May be called twice.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<T> WriteOnFullDiskAsync<T>(Func<TrainingContext, Task<T>> write, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            try
            {
                return await SaveAsync(write, cancellationToken);
            }
            catch (Exception exception) when (StorageFaults.Find(exception) == StorageFault.Full && volume.Reserve.IsHeld)
            {
                volume.Reserve.Release();
                return await SaveAsync(write, cancellationToken);
            }
            finally
            {
                if (!volume.Reserve.TryTake())
                {
                    await ShrinkAsync();
                }
            }
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>Lets the last connection tidy up the database's files.</summary>
    public void Close()
    {
        _anchor?.Dispose();
        _anchor = null;
    }

    public void Dispose()
    {
        Close();
        _writer.Dispose();
        _readers.Dispose();
    }

    private async Task AnchorAsync(string connectionString, CancellationToken cancellationToken)
    {
        Close();
        _anchor = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        await _anchor.OpenAsync(cancellationToken);

        // SQLite opens its files with the first statement that needs them.
        await ExecuteAsync(_anchor, "SELECT COUNT(*) FROM \"__EFMigrationsHistory\"");
    }

    private static async Task UpgradeAsync(TrainingContext db, CancellationToken cancellationToken)
    {
        await SchemaBeforeMigrations.AdoptAsync(db, cancellationToken);
        var unknown = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(db.Database.GetMigrations()).ToList();
        if (unknown.Count > 0)
        {
            throw new InvalidOperationException(
                $"A later version of Digits has changed the database of runs and models ({string.Join(", ", unknown)}); this one cannot read it.");
        }

        if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            // A process that was killed in the middle of this leaves its lock, for which EF Core would wait for ever. The volume is ours alone.
            await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
        }
    }

    private async Task<T> SaveAsync<T>(Func<TrainingContext, Task<T>> write, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await write(db);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>Gives the space of what was deleted back to the disk, and holds the reserve again if there is room.</summary>
    private async Task ShrinkAsync()
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync();
            await db.Database.OpenConnectionAsync();
            await ExecuteAsync(db.Database.GetDbConnection(), "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE);");
            volume.Reserve.TryTake();
        }
        catch (Exception exception) when (StorageFaults.Find(exception) == StorageFault.Full)
        {
            // What was asked for is done; the next deletion may make room.
        }
    }

    /// <summary>
    /// Lets the file become smaller when rows go. SQLite decides this when it creates the first table; an older file is written anew once.
    /// </summary>
    private static async Task ShrinkOnDeleteAsync(string connectionString, CancellationToken cancellationToken)
    {
        const long Incremental = 2;
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA auto_vacuum";
        if (await command.ExecuteScalarAsync(cancellationToken) is Incremental)
        {
            return;
        }

        try
        {
            await ExecuteAsync(connection, "PRAGMA auto_vacuum = INCREMENTAL; VACUUM; PRAGMA journal_mode = WAL;");
        }
        catch (SqliteException exception) when (StorageFaults.Find(exception) is not null)
        {
            // There is no room for a second copy, here or in the system's temporary folder; the next start tries again.
        }
    }

    private static async Task ExecuteAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        do
        {
            // incremental_vacuum frees a page with every step, so its rows are read to the end.
            while (await reader.ReadAsync())
            {
            }
        }
        while (await reader.NextResultAsync());
    }
}
