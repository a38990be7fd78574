using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Digits.Training.Storage;

/// <summary>
/// The tables as they were before EF Core's migrations: their version stood in a table "Schema". They are brought to the last of these
/// versions, which is what the first migration creates, and are marked as having had it.
/// </summary>
internal static class SchemaBeforeMigrations
{
    private const int LastVersion = 3;

    /// <summary>The statements that lead from each version, the first one first, to the next.</summary>
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

    /// <summary>Hands such tables, if there are any, over to the migrations; all of it or nothing.</summary>
    /// <exception cref="InvalidOperationException">The tables have a version that no release of Digits had.</exception>
    public static async Task AdoptAsync(TrainingContext db, CancellationToken cancellationToken)
    {
        var hasSchema = await db.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name = 'Schema'")
            .SingleAsync(cancellationToken) > 0;
        if (!hasSchema)
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var version = await db.Database.SqlQuery<int>($"SELECT COALESCE(MAX(\"Version\"), 0) AS \"Value\" FROM \"Schema\"").SingleAsync(cancellationToken);
        if (version is < 1 or > LastVersion)
        {
            throw new InvalidOperationException(
                $"The database of runs and models has version {version} of the tables; this program reads versions 1 to {LastVersion}.");
        }

        foreach (var upgrade in Upgrades[(version - 1)..])
        {
            await db.Database.ExecuteSqlRawAsync(upgrade, cancellationToken);
        }

        var history = db.GetService<IHistoryRepository>();
        var first = db.Database.GetMigrations().First();
        await db.Database.ExecuteSqlRawAsync(history.GetCreateIfNotExistsScript(), cancellationToken);
        await db.Database.ExecuteSqlRawAsync(history.GetInsertScript(new HistoryRow(first, ProductInfo.GetVersion())), cancellationToken);
        await db.Database.ExecuteSqlRawAsync("DROP TABLE \"Schema\"", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
