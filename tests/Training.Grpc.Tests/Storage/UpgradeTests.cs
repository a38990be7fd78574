using Digits.Training.V1;
using Microsoft.Data.Sqlite;

namespace Digits.Training.Tests.Storage;

public sealed class UpgradeTests : TrainingFixture
{
    [Fact]
    public async Task Start_TablesOfVersionOne_KeepsTheModelsAsSingleNetworks()
    {
        var run = await TrainAsync();
        await StopAndChangeAsync(
            "ALTER TABLE \"ModelVersions\" DROP COLUMN \"Members\"; UPDATE \"Schema\" SET \"Version\" = 1;");

        await RestartAsync();

        var version = (await Host.Models.ListModelsAsync(new ListModelsRequest())).Models.Single().Versions.Single();
        Assert.Equal((run.Run, 1), (version.Run, version.Members));
        Assert.Equal(2, (await TrainAsync()).ModelVersion);
    }

    [Fact]
    public async Task Start_TablesOfALaterProgram_AreRefused()
    {
        await StopAndChangeAsync("UPDATE \"Schema\" SET \"Version\" = 99;");

        var exception = await Record.ExceptionAsync(async () =>
        {
            await RestartAsync();
            await Host.Models.ListModelsAsync(new ListModelsRequest());
        });

        Assert.Contains("version 99", exception?.Message, StringComparison.Ordinal);
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
