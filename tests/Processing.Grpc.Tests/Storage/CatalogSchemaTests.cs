using Digits.Datasets.Storage;
using Digits.Processing.V1;
using Digits.Tests;
using Digits.Tests.Databases;
using Microsoft.Data.Sqlite;

namespace Digits.Processing.Tests.Storage;

/// <summary>The tables of the catalogue come from migrations, and those of earlier releases are taken over.</summary>
public sealed class CatalogSchemaTests : IDisposable
{
    private readonly ProcessingFixture _processing = new();
    private readonly MigrationChecks<DatasetsContext> _checks = new(options => new DatasetsContext(options));

    public void Dispose() => _processing.Dispose();

    [Fact]
    public void Migrations_NewSqliteDatabase_HasTheTablesOfTheModel() => _checks.NewSqliteDatabaseHasTheTablesOfTheModel();

    [Fact]
    public void Migrations_Columns_LeaveTheirTypesToTheProvider() => _checks.ColumnsLeaveTheirTypesToTheProvider();

    [Fact]
    public void Migrations_Postgres_GiveEveryColumnTheTypeOfTheModel() => _checks.PostgresTablesAreThoseOfTheModel("\"Id\"");

    [Theory]
    [InlineData("DROP TABLE \"__EFMigrationsHistory\"; DROP TABLE IF EXISTS \"__EFMigrationsLock\"; PRAGMA user_version = 2;")]
    [InlineData("DELETE FROM \"__EFMigrationsLock\"; INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-01 00:00:00');")]
    public async Task Restart_TablesOfTheReleaseBeforeMigrationsOrALockLeftBehind_KeepsEverything(string change)
    {
        await _processing.ImportAsync("a", ("images", IdxBytes.Images(30)), ("labels", IdxBytes.Labels(30, classes: 3)));
        var before = await _processing.Client.ListDatasetsAsync(new ListDatasetsRequest());

        _processing.Restart(() => Execute(change));
        Assert.Equal(before, await _processing.Client.ListDatasetsAsync(new ListDatasetsRequest()));
        _processing.Restart();

        Assert.Equal(before, await _processing.Client.ListDatasetsAsync(new ListDatasetsRequest()));
        Assert.False(Directory.Exists(Path.Combine(_processing.DataVolume, "aside")));
        Assert.Equal(1, Count("SELECT COUNT(*) FROM \"__EFMigrationsHistory\""));
    }

    [Fact]
    public async Task Restart_KilledWhileTheTablesWereMade_MakesThem()
    {
        await _processing.Client.ListDatasetsAsync(new ListDatasetsRequest());

        _processing.Restart(() => Execute(
            """
            DROP TABLE datasets; DROP TABLE dataset_versions; DROP TABLE changes; DROP TABLE packs; DROP TABLE corrections;
            DELETE FROM "__EFMigrationsHistory";
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00');
            """));

        await _processing.ImportAsync("a", ("images", IdxBytes.Images(30)), ("labels", IdxBytes.Labels(30, classes: 3)));
        Assert.False(Directory.Exists(Path.Combine(_processing.DataVolume, "aside")));
    }

    [Theory]
    [InlineData("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Later', '99.0.0');", "29990101000000_Later")]
    [InlineData("DROP TABLE \"__EFMigrationsHistory\"; PRAGMA user_version = 3;", "layout 3")]
    public async Task Restart_TablesOfALaterProgram_AreRefusedAndStay(string change, string named)
    {
        await _processing.ImportAsync("a", ("images", IdxBytes.Images(30)), ("labels", IdxBytes.Labels(30, classes: 3)));

        var exception = Record.Exception(() => _processing.Restart(() => Execute(change)));

        Assert.Contains(named, $"{exception}", StringComparison.Ordinal);
        Assert.Equal(1, Count("SELECT COUNT(*) FROM datasets"));
    }

    private void Execute(string sql)
    {
        SqliteConnection.ClearAllPools();
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private long Count(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_processing.DataVolume, "datasets.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
