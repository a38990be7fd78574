using Microsoft.EntityFrameworkCore;

namespace Digits.Processing.Storage;

/// <summary>
/// The layout of the catalogue's database, numbered in SQLite's user_version. The model is the only description of it: a new database, and
/// the new tables of an old one, are made from the model.
/// </summary>
internal sealed class CatalogSchema(IDbContextFactory<DatasetsContext> contexts, FirstLayout firstLayout)
{
    private const int Version = 2;
    private const string SetVersion = "PRAGMA user_version = 2";

    /// <summary>Makes the database where there is none, and brings an older one up to date.</summary>
    /// <exception cref="InvalidDataException">A newer program has written it.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var created = await context.Database.EnsureCreatedAsync(cancellationToken);
        var found = created ? Version : await context.Database
            .SqlQuery<int>($"SELECT user_version AS Value FROM pragma_user_version")
            .SingleAsync(cancellationToken);
        if (found > Version)
        {
            throw new InvalidDataException($"The catalogue of data sets has layout {found}; this program knows layouts up to {Version}.");
        }

        // A program that died between creating and numbering left 0 and the tables of its own layout.
        if (found < Version && await HasFirstLayoutAsync(context, cancellationToken))
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            await context.Database.ExecuteSqlRawAsync(context.Database.GenerateCreateScript(), cancellationToken);
            await firstLayout.CarryOverAsync(context, cancellationToken);
            await context.Database.ExecuteSqlRawAsync("DROP TABLE versions", cancellationToken);
            await context.Database.ExecuteSqlRawAsync(SetVersion, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return;
        }

        await context.Database.ExecuteSqlRawAsync(SetVersion, cancellationToken);
    }

    private static async Task<bool> HasFirstLayoutAsync(DatasetsContext context, CancellationToken cancellationToken) =>
        await context.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE type = 'table' AND name = 'versions'")
            .SingleAsync(cancellationToken) > 0;
}
