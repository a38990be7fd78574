using System.Net;
using System.Text;
using Digits.Tests;

namespace Digits.EndToEnd.Tests;

/// <summary>Every mistake of a caller gets its own answer and leaves nothing behind.</summary>
public sealed class BadInputTests(EmptyApp empty) : IClassFixture<EmptyApp>
{
    private const int Count = 20;

    private readonly TestApp _app = empty.App;
    private readonly RestClient _rest = new(empty.App.Http);

    [Fact]
    public async Task Import_BadFiles_NamesTheFaultAndKeepsNothing()
    {
        byte[] images = IdxBytes.Images(Count), labels = IdxBytes.Labels(Count);
        (Dictionary<string, byte[]> Files, string Hint)[] cases =
        [
            (Pair(images[..^100], labels), "train-images-idx3-ubyte"),
            (Pair([0, 0, 9, 9, .. images[4..]], labels), "is of no kind that can be read"),
            (Pair(images, IdxBytes.Labels(Count - 1)), "19"),
            (Pair(IdxBytes.Gzip(images)[..200], labels), "train-images-idx3-ubyte"),
            ([], "file"),
        ];
        foreach (var (files, hint) in cases)
        {
            using var response = await _rest.SendImportAsync("broken", files);
            var (status, problem) = await RestClient.ProblemAsync(response);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains(hint, problem.GetProperty("detail").GetString(), StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal(0, (await _rest.GetAsync("/api/v1/datasets")).GetProperty("datasets").GetArrayLength());
    }

    [Fact]
    public async Task Import_UploadBreaksOff_LeavesNoDataSet()
    {
        using var giveUp = new CancellationTokenSource();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("torn"), "name" },
            { new StreamContent(new TornStream(IdxBytes.Images(Count), giveUp)), "files", "train-images-idx3-ubyte" },
        };

        await Assert.ThrowsAnyAsync<Exception>(() => _app.Http.PostAsync("/api/v1/datasets:import", form, giveUp.Token));

        Assert.Equal(0, (await _rest.GetAsync("/api/v1/datasets")).GetProperty("datasets").GetArrayLength());
        await Eventually.TrueAsync(() => Task.FromResult(!SamplesAndUploads().Any()), _app);
    }

    [Theory]
    [InlineData("/api/v1/predict", """{"image": {"png": "iVBORw0KGgo="}}""", 400)]
    [InlineData("/api/v1/predict", """{"image": {"png": "!!"}}""", 400)]
    [InlineData("/api/v1/predict", """{"image": {"pixels": "AAAA"}}""", 404, 400)]
    [InlineData("/api/v1/predict", """{"picture": {}}""", 400)]
    [InlineData("/api/v1/predict", """{"image": 7}""", 400)]
    [InlineData("/api/v1/predict", """{"image": """, 400)]
    [InlineData("/api/v1/predict", "{}", 400)]
    [InlineData("/api/v1/runs", """{"dataset": "none"}""", 404)]
    [InlineData("/api/v1/runs", """{"dataset": "none", "preset": "quick"}""", 400)]
    [InlineData("/api/v1/runs", """{"dataset": "none", "epochs": "many"}""", 400)]
    [InlineData("/api/v1/runs", """{"dataset": "none", "epochs": 0, "lr": 7}""", 400)]
    [InlineData("/api/v1/runs/none:cancel", "{}", 404)]
    public async Task Post_BadRequest_IsAProblemOfTheCallers(string path, string json, params int[] statuses)
    {
        using var response = await _app.Http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

        var (status, problem) = await RestClient.ProblemAsync(response);
        Assert.Contains((int)status, statuses);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.DoesNotContain(empty.Folder, problem.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/datasets/none")]
    [InlineData("/api/v1/runs/none")]
    [InlineData("/api/v1/runs/none:watch")]
    [InlineData("/api/v1/models/none/versions/1")]
    [InlineData("/api/v1/models/none/versions/1:download")]
    [InlineData("/api/v1/nothing")]
    public async Task Get_UnknownThing_IsNotFound(string path)
    {
        using var response = await _app.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, (await RestClient.ProblemAsync(response)).Status);
    }

    private static Dictionary<string, byte[]> Pair(byte[] images, byte[] labels) =>
        new() { ["train-images-idx3-ubyte"] = images, ["train-labels-idx1-ubyte"] = labels };

    // All that is stored but the catalogue and the lock, which lie in the folder itself.
    private IEnumerable<string> SamplesAndUploads() =>
        Directory.EnumerateDirectories(Path.Combine(empty.Folder, "data"))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
}
