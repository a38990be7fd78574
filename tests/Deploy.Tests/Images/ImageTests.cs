using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Digits.Deploy.Tests.Manifests;
using Digits.Tests;
using Digits.Tests.Running;
using Xunit.Abstractions;

namespace Digits.Deploy.Tests.Images;

/// <summary>The images are what a cluster needs, and the four services work from them together.</summary>
public sealed class ImageTests(PublishedImages images, ITestOutputHelper output) : IClassFixture<PublishedImages>
{
    private const long MostOverBase = 60L << 20;
    private const int Probes = 50;

    [ImagesFact]
    public async Task Image_Configuration_IsThatOfAServiceWithoutRoot()
    {
        Assert.All((await images.ByNameAsync()).Values, image =>
        {
            Assert.Equal([$"{image.Name}:test"], image.Tags);
            Assert.Equal("1654", image.Config.Text("User"));
            Assert.Equal(["8080/tcp"], image.Config.Map("ExposedPorts").Keys);
            Assert.Contains("ASPNETCORE_HTTP_PORTS=8080", image.Config.Texts("Env"));
            Assert.Equal("dotnet", image.Config.Texts("Entrypoint").Concat(image.Config.Texts("Cmd")).First());
            var labels = image.Config.At("Labels")!.AsObject().ToDictionary(label => label.Key, label => $"{label.Value}");
            Assert.Equal($"Digits {image.Name}", labels["org.opencontainers.image.title"]);
            Assert.Equal("MIT", labels["org.opencontainers.image.licenses"]);
            Assert.EndsWith("of Digits.", labels["org.opencontainers.image.description"], StringComparison.Ordinal);
        });
    }

    [ImagesFact]
    public async Task Image_Files_AreOnlyWhatTheServiceNeeds()
    {
        Assert.All((await images.ByNameAsync()).Values, image =>
        {
            var files = image.OwnFiles();
            output.WriteLine($"{image.Name}: {files.Values.Sum() / 1e6:0.0} MB over the base, {files.Count} files");
            Assert.InRange(files.Values.Sum(), 1, MostOverBase);
            Assert.DoesNotContain(files.Keys, file => Path.GetExtension(file) is ".pdb" or ".xml" or ".config" or ".br" or ".gz");
            Assert.DoesNotContain(files.Keys, file => file.Contains("/runtimes/", StringComparison.Ordinal));
            Assert.Equal(image.Name is "processing" or "training", files.Keys.Any(file => file.EndsWith("libe_sqlite3.so", StringComparison.Ordinal)));
        });
    }

    [ImagesFact]
    public async Task Containers_ImportTrainPredict_WorkReadOnlyAndWithoutRoot()
    {
        using var folder = new TempFolder();
        await using var application = await ContainerApplication.StartAsync(await images.ByNameAsync(), folder.Path);
        using var http = new HttpClient { BaseAddress = application["gateway"].Address, Timeout = TimeSpan.FromMinutes(2) };
        var set = HandwritingSet.Create();

        await ImportAsync(http, set);
        var run = await TrainAsync(http);
        Assert.Equal("SUCCEEDED", run.GetProperty("state").GetString());
        Assert.InRange(run.GetProperty("testAccuracy").GetDouble(), 0.8, 1);
        Assert.InRange(await CountRightAsync(http, set), Probes * 8 / 10, Probes);

        var page = await http.GetStringAsync("/");
        Assert.Contains("<title>", page, StringComparison.Ordinal);
        foreach (var (name, container) in application.All)
        {
            output.WriteLine($"{name}: {container.PeakMemory() / 1e6:0} MB");
            Assert.Equal(0, await container.StopAsync());
        }
    }

    private static async Task ImportAsync(HttpClient http, HandwritingSet set)
    {
        using var form = new MultipartFormDataContent { { new StringContent("hand"), "name" } };
        foreach (var (file, bytes) in set.Files)
        {
            form.Add(new ByteArrayContent(bytes), "files", file);
        }

        using var response = await http.PostAsync("/api/v1/datasets:import", form);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<JsonElement> TrainAsync(HttpClient http)
    {
        var started = await PostAsync(http, "/api/v1/runs", new { dataset = "hand", preset = "fast", seed = 1, epochs = 1 });
        var run = started.GetProperty("run").GetProperty("run").GetString();
        // The stream of events ends with the run.
        await http.GetStringAsync($"/api/v1/runs/{run}:watch");
        return (await http.GetFromJsonAsync<JsonElement>($"/api/v1/runs/{run}")).GetProperty("run");
    }

    private static async Task<int> CountRightAsync(HttpClient http, HandwritingSet set)
    {
        var right = 0;
        for (var index = 0; index < Probes; index++)
        {
            var answer = await PostAsync(http, "/api/v1/predict", new { image = new { pixels = Convert.ToBase64String(set.TestImage(index)) } });
            right += answer.GetProperty("label").GetString() == set.TestLabel(index) ? 1 : 0;
        }

        return right;
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, object body)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            using var response = await http.PostAsJsonAsync(path, body, patience.Token);
            if (response.IsSuccessStatusCode)
            {
                return await response.Content.ReadFromJsonAsync<JsonElement>(patience.Token);
            }

            // Inference learns of a new model a moment after the run has ended.
            Assert.True(response.StatusCode is HttpStatusCode.NotFound, await response.Content.ReadAsStringAsync(patience.Token));
            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
        }
    }
}
