using System.Diagnostics;
using Digits.Training.V1;
using Grpc.Core;
using Microsoft.Data.Sqlite;

namespace Digits.Training.Tests.Models;

public sealed class ListModelsTests : TrainingFixture
{
    private const int Versions = 1000;

    /// <summary>Far above what it takes, so that a busy machine does not fail it; a query a version takes longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task ListModels_PageByPage_GivesEveryVersionOnceInOrder()
    {
        await TrainAsync();
        Copy("ModelVersions", "Model", "Version", Versions - 1);
        var whole = Flat((await Host.Models.ListModelsAsync(new ListModelsRequest())).Models);
        Assert.Equal(Versions, whole.Count);
        Assert.Equal(whole.OrderBy(one => one.Model, StringComparer.Ordinal).ThenByDescending(one => one.Version), whole);

        var pages = new List<(string Model, int Version)>();
        var token = "";
        do
        {
            var page = await Host.Models.ListModelsAsync(new ListModelsRequest { PageSize = 77, PageToken = token });
            Assert.InRange(page.Models.Sum(model => model.Versions.Count), 1, 77);
            pages.AddRange(Flat(page.Models));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(whole, pages);
    }

    [Fact]
    public async Task List_AThousandOfEach_TakesMilliseconds()
    {
        var run = (await TrainAsync()).Run;
        Copy("ModelVersions", "Model", "Version", Versions - 1);
        CopyRuns(run, Versions - 1);

        Assert.Equal(Versions, Flat((await Host.Models.ListModelsAsync(new ListModelsRequest())).Models).Count);
        Assert.Equal(Versions, (await Host.Runs.ListRunsAsync(new ListRunsRequest { PageSize = 1000 })).Runs.Count);
        var clock = Stopwatch.StartNew();
        await Host.Models.ListModelsAsync(new ListModelsRequest());
        await Host.Runs.ListRunsAsync(new ListRunsRequest());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Patience);
    }

    [Theory]
    [InlineData(-1, "")]
    [InlineData(1001, "")]
    [InlineData(0, "b1")]
    [InlineData(0, "m:digits")]
    [InlineData(0, "m-1:digits")]
    [InlineData(0, "m1:../digits")]
    [InlineData(0, "m99999999999:digits")]
    public async Task ListModels_NoSuchPage_IsRefused(int size, string token)
    {
        var fault = await Fault.OfAsync(Host.Models.ListModelsAsync(new ListModelsRequest { PageSize = size, PageToken = token }));
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_PAGE"), (fault.Code, fault.Reason));
    }

    private static List<(string Model, int Version)> Flat(IEnumerable<RegisteredModel> models) =>
        [.. models.SelectMany(model => model.Versions.Select(version => (model.Model, version.Version)))];

    // Rows like the first one, of four models.
    private void Copy(string table, string name, string number, int count) => Execute(
        $"""
        CREATE TEMP TABLE "Copies" AS SELECT * FROM "{table}" LIMIT 1;
        WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i <= {count})
        INSERT INTO "{table}" SELECT {Columns(table, name, "'model-' || (i % 4)", number, "i")} FROM "Copies", n;
        """);

    private void CopyRuns(string run, int count) => Execute(
        $"""
        CREATE TEMP TABLE "Copies" AS SELECT * FROM "Runs" WHERE "Id" = '{run}';
        WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i <= {count})
        INSERT INTO "Runs" SELECT {Columns("Runs", "Id", "printf('%016d', i)", "Ordinal", "\"Ordinal\" + i")} FROM "Copies", n;
        """);

    private string Columns(string table, string first, string firstValue, string second, string secondValue)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT name FROM pragma_table_info('{table}')";
        using var reader = command.ExecuteReader();
        var columns = new List<string>();
        while (reader.Read())
        {
            var column = reader.GetString(0);
            columns.Add(column == first ? firstValue : column == second ? secondValue : $"\"{column}\"");
        }

        return string.Join(", ", columns);
    }

    private void Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(Volume, "training.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
