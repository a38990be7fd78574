using System.Text.Json;
using System.Text.Json.Serialization;
using Digits.Training.Runs;

namespace Digits.Training.Storage;

/// <summary>Turns runs into rows and back.</summary>
internal static class RunDocument
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    public static RunRow NewRow(Run run)
    {
        var row = new RunRow { Id = run.Id, State = run.State, Dataset = run.Dataset, Document = "" };
        Write(row, run);
        return row;
    }

    public static void Write(RunRow row, Run run)
    {
        row.State = run.State;
        row.Document = JsonSerializer.Serialize(run with { Progress = null }, Format);
        WriteProgress(row, run.Progress);
    }

    public static void WriteProgress(RunRow row, RunProgress? progress) =>
        row.Progress = progress is null ? null : JsonSerializer.Serialize(progress, Format);

    public static Run Read(RunRow row)
    {
        var run = JsonSerializer.Deserialize<Run>(row.Document, Format)!;
        return row.Progress is null ? run : run with { Progress = JsonSerializer.Deserialize<RunProgress>(row.Progress, Format) };
    }
}
