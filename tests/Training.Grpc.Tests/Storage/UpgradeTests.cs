using Digits.Training.V1;
using Microsoft.Data.Sqlite;

namespace Digits.Training.Tests.Storage;

public sealed class UpgradeTests : TrainingFixture
{
    // What told the version of the tables before there were migrations.
    private const string BeforeMigrations =
        """
        DROP TABLE "__EFMigrationsHistory";
        DROP TABLE IF EXISTS "__EFMigrationsLock";
        CREATE TABLE "Schema" ("Id" INTEGER NOT NULL CONSTRAINT "PK_Schema" PRIMARY KEY, "Version" INTEGER NOT NULL);
        INSERT INTO "Schema" VALUES (1, 3);
        """;

    [Fact]
    public async Task Start_TablesOfVersionOne_KeepsTheModelsAsSingleNetworks()
    {
        var run = await TrainAsync();
        await StopAndChangeAsync(
            BeforeMigrations + "ALTER TABLE \"ModelVersions\" DROP COLUMN \"Members\"; DROP TABLE \"SuspectLabels\"; UPDATE \"Schema\" SET \"Version\" = 1;");

        await RestartAsync();

        var version = (await Host.Models.ListModelsAsync(new ListModelsRequest())).Models.Single().Versions.Single();
        Assert.Equal((run.Run, 1), (version.Run, version.Members));
        Assert.Equal(2, (await TrainAsync()).ModelVersion);
    }

    [Fact]
    public async Task Start_TablesOfVersionTwo_KeepsTheRunsAsTrainingsAndChecksLabels()
    {
        var run = await TrainAsync();
        await StopAndChangeAsync(
            BeforeMigrations +
            """
            DROP TABLE "SuspectLabels";
            UPDATE "Runs" SET "Document" = json_remove("Document", '$.kind', '$.folds');
            UPDATE "Schema" SET "Version" = 2;
            """);

        await RestartAsync();

        Assert.Equal(run, (await Host.Runs.GetRunAsync(new GetRunRequest { Run = run.Run })).Run);
        var check = await Host.Runs.StartLabelCheckAsync(new StartLabelCheckRequest { Dataset = "bands", Epochs = 1 });
        Assert.Equal(RunState.Succeeded, (await Host.Runs.WatchToEndAsync(check.Run.Run))[^1].Run.State);
        await Host.Runs.ListSuspectLabelsAsync(new ListSuspectLabelsRequest { Run = check.Run.Run });
        await Host.Runs.DeleteRunAsync(new DeleteRunRequest { Run = check.Run.Run });
    }

    [Fact]
    public async Task Start_TablesOfVersionThree_KeepsEverything()
    {
        var run = await TrainAsync();
        await StopAndChangeAsync(BeforeMigrations);

        await RestartAsync();
        await RestartAsync();

        Assert.Equal(run, (await Host.Runs.GetRunAsync(new GetRunRequest { Run = run.Run })).Run);
        Assert.Equal(run.Run, (await Host.Models.ListModelsAsync(new ListModelsRequest())).Models.Single().Versions.Single().Run);
        Assert.Equal(2, (await TrainAsync()).ModelVersion);
    }

    [Fact]
    public async Task Start_KilledWhileTheTablesWereMade_MakesThem()
    {
        await StopAndChangeAsync(
            """
            DROP TABLE "SuspectLabels"; DROP TABLE "RunEvents"; DROP TABLE "Runs"; DROP TABLE "ModelVersions";
            DELETE FROM "__EFMigrationsHistory";
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00');
            """);

        await RestartAsync();

        Assert.Equal(1, (await TrainAsync()).ModelVersion);
    }

    [Fact]
    public async Task Start_DatabaseThatNeverShrinks_IsWrittenAnewOnce()
    {
        var run = await TrainAsync();
        await StopAndChangeAsync("PRAGMA auto_vacuum = NONE; VACUUM;");
        Assert.Equal(0, AutoVacuum());

        await RestartAsync();

        Assert.Equal(run, (await Host.Runs.GetRunAsync(new GetRunRequest { Run = run.Run })).Run);
        Assert.Equal(2, AutoVacuum());
        Assert.Equal(RunState.Succeeded, (await TrainAsync()).State);
    }

    [Theory]
    [InlineData(BeforeMigrations + "UPDATE \"Schema\" SET \"Version\" = 99;", "version 99")]
    [InlineData("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Later', '99.0.0');", "29990101000000_Later")]
    public async Task Start_TablesOfALaterProgram_AreRefused(string change, string named)
    {
        await StopAndChangeAsync(change);

        var exception = await Record.ExceptionAsync(async () =>
        {
            await RestartAsync();
            await Host.Models.ListModelsAsync(new ListModelsRequest());
        });

        Assert.Contains(named, exception?.Message, StringComparison.Ordinal);
    }

    private long AutoVacuum()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Volume, "training.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA auto_vacuum";
        return (long)command.ExecuteScalar()!;
    }

    private async Task StopAndChangeAsync(string sql)
    {
        await Host.Models.ListModelsAsync(new ListModelsRequest());
        await Host.DisposeAsync();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(Volume, "training.db")}"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }

        SqliteConnection.ClearAllPools();
    }
}
