using Microsoft.EntityFrameworkCore;

namespace Digits.Training.Storage;

/// <summary>
/// The only way to the tables. Reads run side by side; writes run one after another, each in a transaction of its own, so that
/// "read, decide, write" is safe inside <see cref="WriteAsync"/>.
/// </summary>
internal sealed class TrainingDatabase(IDbContextFactory<TrainingContext> contexts) : IDisposable
{
    /// <summary>Grows by one with every change of the tables.</summary>
    private const int SchemaVersion = 3;

    /// <summary>What leads from each version, the first one first, to the next.</summary>
    private static readonly string[] Upgrades =
    [
        // Version 1 knew no committees: every model was one network.
        """
        ALTER TABLE "ModelVersions" ADD COLUMN "Members" INTEGER NOT NULL DEFAULT 1
        """,

        // Version 2 knew no label checks.
        """
        CREATE TABLE "SuspectLabels" (
            "RunOrdinal" INTEGER NOT NULL,
            "Rank" INTEGER NOT NULL,
            "Number" INTEGER NOT NULL,
            "Part" INTEGER NOT NULL,
            "Label" TEXT NOT NULL,
            "SuggestedLabel" TEXT NOT NULL,
            "LabelProbability" REAL NOT NULL,
            "SuggestedProbability" REAL NOT NULL,
            "Score" REAL NOT NULL,
            CONSTRAINT "PK_SuspectLabels" PRIMARY KEY ("RunOrdinal", "Rank"),
            CONSTRAINT "FK_SuspectLabels_Runs_RunOrdinal" FOREIGN KEY ("RunOrdinal") REFERENCES "Runs" ("Ordinal") ON DELETE CASCADE)
        """,
    ];

    private readonly SemaphoreSlim _writer = new(1, 1);

    /// <summary>Creates the tables in an empty database, brings older ones up to date, and refuses those of a later program.</summary>
    /// <exception cref="InvalidOperationException">The database has tables of a version that is not known.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Database.EnsureCreatedAsync(cancellationToken))
        {
            db.Schema.Add(new SchemaRow { Id = 1, Version = SchemaVersion });
            await db.SaveChangesAsync(cancellationToken);
            return;
        }

        var schema = await db.Schema.SingleOrDefaultAsync(cancellationToken);
        while (schema is { Version: >= 1 and < SchemaVersion })
        {
            await using var upgrade = await db.Database.BeginTransactionAsync(cancellationToken);
            await db.Database.ExecuteSqlRawAsync(Upgrades[schema.Version - 1], cancellationToken);
            schema.Version++;
            await db.SaveChangesAsync(cancellationToken);
            await upgrade.CommitAsync(cancellationToken);
        }

        if (schema?.Version != SchemaVersion)
        {
            throw new InvalidOperationException(
                $"The database of runs and models has version {schema?.Version ?? 0} of the tables; "
                + $"this program reads version {SchemaVersion}.");
        }
    }

    public async Task<T> ReadAsync<T>(Func<TrainingContext, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return await read(db);
    }

    /// <summary>Saves what <paramref name="write"/> changed, all or nothing.</summary>
    public async Task<T> WriteAsync<T>(Func<TrainingContext, Task<T>> write, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var result = await write(db);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        finally
        {
            _writer.Release();
        }
    }

    public void Dispose() => _writer.Dispose();
}
