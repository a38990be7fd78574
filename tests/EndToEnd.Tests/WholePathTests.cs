using System.Text.Json;
using Digits.Tests;
using Digits.Tests.Running;

namespace Digits.EndToEnd.Tests;

/// <summary>Import, train, read and restart, over REST, against the application as a person starts it.</summary>
public sealed class WholePathTests
{
    private const int Probes = 50;

    [Fact]
    public async Task ImportTrainPredictRestart_OverRest_ReadsHandwritingAndKeepsEverything()
    {
        using var folder = new TempFolder();
        var set = HandwritingSet.Create();
        JsonElement run;
        await using (var app = await TestApp.StartAsync(folder.Path))
        {
            var rest = new RestClient(app.Http);
            AssertImported(await rest.ImportAsync("hand", set.Files));
            run = await rest.TrainAsync(new { dataset = "hand", preset = "fast", seed = 1, epochs = 2 });
            AssertSucceeded(run);
            await AssertEventsAsync(rest, run.GetProperty("run").GetString()!);
            await AssertReadsAsync(app, rest, set);
            await app.StopAsync();
        }

        await using var again = await TestApp.StartAsync(folder.Path);
        var kept = new RestClient(again.Http);
        Assert.Equal(HandwritingSet.TrainCount, (await kept.GetAsync("/api/v1/datasets/hand")).GetProperty("dataset").GetProperty("trainCount").GetInt32());
        Assert.Equal(run.GetRawText(), (await kept.GetAsync($"/api/v1/runs/{run.GetProperty("run").GetString()}")).GetProperty("run").GetRawText());
        await AssertReadsAsync(again, kept, set);
    }

    [MnistFact]
    public async Task Import_WholeMnist_CountsEveryImage()
    {
        using var folder = new TempFolder();
        await using var app = await TestApp.StartAsync(folder.Path);
        var files = Mnist.Files.ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);

        var dataset = (await new RestClient(app.Http).ImportAsync("mnist", files)).GetProperty("dataset");

        Assert.Equal("mnist", dataset.GetProperty("name").GetString());
        Assert.Equal(60_000, dataset.GetProperty("trainCount").GetInt32());
        Assert.Equal(10_000, dataset.GetProperty("testCount").GetInt32());
        Assert.Equal(Enumerable.Range(0, 10).Select(label => $"{label}"), dataset.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
    }

    private static void AssertImported(JsonElement response)
    {
        var dataset = response.GetProperty("dataset");
        Assert.Equal("hand", dataset.GetProperty("name").GetString());
        Assert.Equal(HandwritingSet.TrainCount, dataset.GetProperty("trainCount").GetInt32());
        Assert.Equal(HandwritingSet.TestCount, dataset.GetProperty("testCount").GetInt32());
        Assert.Equal(10, dataset.GetProperty("classCounts").GetArrayLength());
    }

    private static void AssertSucceeded(JsonElement run)
    {
        Assert.Equal("SUCCEEDED", run.GetProperty("state").GetString());
        Assert.Equal("digits", run.GetProperty("model").GetString());
        Assert.Equal(1, run.GetProperty("modelVersion").GetInt32());
        Assert.InRange(run.GetProperty("testAccuracy").GetDouble(), 0.85, 1);
        var counted = run.GetProperty("confusionMatrix").GetProperty("rows").EnumerateArray()
            .Sum(row => row.GetProperty("counts").EnumerateArray().Sum(count => count.GetInt32()));
        Assert.Equal(HandwritingSet.TestCount, counted);
    }

    private static async Task AssertEventsAsync(RestClient rest, string run)
    {
        var events = await rest.WatchAsync(run);
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(item => item.GetProperty("sequence").GetInt32()));
        Assert.Equal(2, events.Count(item => item.TryGetProperty("epoch", out _)));
        Assert.Equal("SUCCEEDED", events[^1].GetProperty("run").GetProperty("state").GetString());

        var rest2 = await rest.WatchAsync(run, afterSequence: 2);
        Assert.Equal(events.Skip(2).Select(item => item.GetRawText()), rest2.Select(item => item.GetRawText()));
    }

    private static async Task AssertReadsAsync(TestApp app, RestClient rest, HandwritingSet set)
    {
        await Eventually.TrueAsync(async () => (await rest.GetAsync("/api/v1/served-models")).GetProperty("models").GetArrayLength() == 1, app);
        Assert.InRange(await rest.CountRightAsync(set, Probes), (int)(0.8 * Probes), Probes);

        var answer = await rest.PostAsync("/api/v1/predict", new { image = new { pixels = Convert.ToBase64String(set.TestImage(0)) }, model = "digits" });
        Assert.Equal(1, answer.GetProperty("probabilities").EnumerateArray().Sum(entry => entry.GetProperty("probability").GetDouble()), 4);
        Assert.Equal(1, answer.GetProperty("modelVersion").GetInt32());
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], answer.GetProperty("seen").GetBytesFromBase64()[..4]);
        Assert.NotEmpty(answer.GetProperty("predictionId").GetString()!);
    }
}
