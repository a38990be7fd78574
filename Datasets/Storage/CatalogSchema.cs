using Digits.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Digits.Datasets.Storage;

/// <summary>The layout of the catalogue's database, which EF Core's migrations make and change.</summary>
internal sealed class CatalogSchema(
    IDbContextFactory<DatasetsContext> contexts,
    DatasetCatalog catalog,
    FirstLayout firstLayout,
    DatasetSettings settings,
    SetAside aside,
    ILogger<CatalogSchema> logger)
{
    /// <summary>The database's file.</summary>
    public const string FileName = "datasets.db";

    private const int LastNumber = 2;

    // https://www.sqlite.org/rescode.html; the first is that of a table or a column that is missing.
    private const int SqliteError = 1;
    private const int SqliteCorrupt = 11;
    private const int SqliteNotADatabase = 26;

    // No program ever had a layout beyond this; the header of the file is damaged.
    private const int MaxNumber = 1000;

    /// <summary>
    /// Makes the database where there is none, brings an older one up to date, and reads all of it. A damaged one is set aside and an empty one
    /// made in its place, which the folders of the data sets fill again; corrections that can still be read are carried over.
    /// </summary>
    /// <returns>What the catalogue knows of data sets.</returns>
    /// <exception cref="NewerLayoutException">A newer program has written it.</exception>
    public async Task<IReadOnlyList<CatalogEntry>> OpenAsync(CancellationToken cancellationToken)
    {
        string damaged;
        try
        {
            await CheckAsync(cancellationToken);
            await PrepareAsync(cancellationToken);
            return await catalog.ReadAllAsync(cancellationToken);
        }
        catch (Exception fault) when (IsDamage(fault))
        {
            damaged = SetDatabaseAside(fault);
        }

        await PrepareAsync(cancellationToken);
        var corrections = await CarryCorrectionsOverAsync(damaged, cancellationToken);
        Log.CatalogueDamaged(logger, FileName, Path.GetFileName(damaged), corrections);
        return [];
    }

    // Neither a fault of the disk nor a newer program: SQLite finds damage, or the rows hold values that were never written.
    private static bool IsDamage(Exception fault) => fault switch
    {
        OperationCanceledException or NewerLayoutException => false,
        SqliteException database => database.SqliteErrorCode is SqliteError or SqliteCorrupt or SqliteNotADatabase,
        _ => StorageFaults.Find(fault) is null,
    };

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(settings.DataVolume, FileName)))
        {
            return;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA integrity_check(1)";
        if (await command.ExecuteScalarAsync(cancellationToken) is not "ok")
        {
            throw new InvalidDataException("SQLite's integrity check finds damage.");
        }
    }

    private string SetDatabaseAside(Exception fault)
    {
        using (var context = contexts.CreateDbContext())
        {
            SqliteConnection.ClearPool((SqliteConnection)context.Database.GetDbConnection());
        }

        var file = Path.Combine(settings.DataVolume, FileName);
        var moved = aside.Take(file, $"The catalogue is damaged: {fault.Message}");
        foreach (var extension in (string[])["-wal", "-shm"])
        {
            if (File.Exists(file + extension))
            {
                File.Move(file + extension, moved + extension, overwrite: true);
            }
        }

        return moved;
    }

    // Corrections are nowhere else. Those before and after a damaged page can be read.
    private async Task<int> CarryCorrectionsOverAsync(string damaged, CancellationToken cancellationToken)
    {
        var options = new DbContextOptionsBuilder<DatasetsContext>()
            .UseSqlite($"Data Source={damaged};Mode=ReadOnly;Pooling=False")
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options;
        await using var from = new DatasetsContext(options);
        await using var to = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var isNewestFirst in (bool[])[false, true])
        {
            try
            {
                var rows = isNewestFirst ? from.Corrections.OrderByDescending(row => row.Id) : from.Corrections.OrderBy(row => row.Id);
                await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
                {
                    if (Enum.IsDefined(row.State) && row.Image.Length == row.Width * row.Height && to.Corrections.Local.All(other => other.Id != row.Id))
                    {
                        to.Add(row);
                    }
                }

                break;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // The damage begins here. The rows behind it are read in the opposite order.
            }
        }

        return await to.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Makes the database where there is none, and brings an older one up to date.</summary>
    /// <exception cref="NewerLayoutException">A newer program has written it.</exception>
    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await context.GetService<IHistoryRepository>().ExistsAsync(cancellationToken))
        {
            await AdoptAsync(context, cancellationToken);
        }

        var unknown = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(context.Database.GetMigrations()).ToList();
        if (unknown.Count > 0)
        {
            throw new NewerLayoutException($"The catalogue of data sets has been changed by a newer program ({string.Join(", ", unknown)}).");
        }

        // With nothing to do nothing is written, so that a service on a full disk starts.
        if ((await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            // A process that was killed in the middle of this leaves its lock, for which EF Core would wait for ever. The volume is ours alone.
            await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
            await context.Database.MigrateAsync(cancellationToken);
        }
    }

    // Before there were migrations the layout had a number in SQLite's user_version. The last one is what the first migration creates.
    private async Task AdoptAsync(DatasetsContext context, CancellationToken cancellationToken)
    {
        var found = await context.Database.SqlQuery<int>($"SELECT user_version AS Value FROM pragma_user_version").SingleAsync(cancellationToken);
        if (found is > LastNumber and <= MaxNumber)
        {
            throw new NewerLayoutException($"The catalogue of data sets has layout {found}; this program knows layouts up to {LastNumber}.");
        }

        if (found is > MaxNumber or < 0)
        {
            throw new InvalidDataException($"The number of its layout is {found}.");
        }

        // A program that died between creating and numbering left 0 and the tables of its own layout.
        var isFirstLayout = found < LastNumber && await HasTableAsync(context, "versions", cancellationToken);
        if (!isFirstLayout && !await HasTableAsync(context, "datasets", cancellationToken))
        {
            return;
        }

        var history = context.GetService<IHistoryRepository>();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (isFirstLayout)
        {
            await context.Database.ExecuteSqlRawAsync(context.Database.GenerateCreateScript(), cancellationToken);
            await firstLayout.CarryOverAsync(context, cancellationToken);
            await context.Database.ExecuteSqlRawAsync("DROP TABLE versions", cancellationToken);
        }

        var first = new HistoryRow(context.Database.GetMigrations().First(), ProductInfo.GetVersion());
        await context.Database.ExecuteSqlRawAsync(history.GetCreateIfNotExistsScript(), cancellationToken);
        await context.Database.ExecuteSqlRawAsync(history.GetInsertScript(first), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (isFirstLayout)
        {
            firstLayout.RemoveCarriedOver();
        }
    }

    private static async Task<bool> HasTableAsync(DatasetsContext context, string name, CancellationToken cancellationToken) =>
        await context.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE type = 'table' AND name = {name}")
            .SingleAsync(cancellationToken) > 0;
}

/// <summary>A newer program has written the catalogue.</summary>
internal sealed class NewerLayoutException(string message) : Exception(message);
