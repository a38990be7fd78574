using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Digits.Tests.Running;

namespace Digits.EndToEnd.Tests;

/// <summary>Calls the gateway as any HTTP client would, and reads its JSON as plain JSON.</summary>
internal sealed class RestClient(HttpClient http)
{
    public async Task<JsonElement> GetAsync(string path) => await ReadAsync(await http.GetAsync(path));

    public async Task<JsonElement> PostAsync(string path, object body) => await ReadAsync(await http.PostAsJsonAsync(path, body));

    public async Task<JsonElement> DeleteAsync(string path) => await ReadAsync(await http.DeleteAsync(path));

    /// <summary>Uploads files as a browser's form does.</summary>
    public async Task<JsonElement> ImportAsync(string name, IReadOnlyDictionary<string, byte[]> files)
    {
        using var response = await SendImportAsync(name, files);
        return await ReadAsync(response);
    }

    public async Task<HttpResponseMessage> SendImportAsync(string name, IReadOnlyDictionary<string, byte[]> files)
    {
        using var form = new MultipartFormDataContent { { new StringContent(name), "name" } };
        foreach (var (file, bytes) in files)
        {
            form.Add(new ByteArrayContent(bytes), "files", file);
        }

        return await http.PostAsync("/api/v1/datasets:import", form);
    }

    /// <summary>The data of every event of a run, in order, until the stream ends.</summary>
    public async Task<IReadOnlyList<JsonElement>> WatchAsync(string run, int afterSequence = 0)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/runs/{run}:watch?afterSequence={afterSequence}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/x-ndjson"));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var events = new List<JsonElement>();
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length > 0)
            {
                events.Add(JsonElement.Parse(line));
            }
        }

        return events;
    }

    /// <summary>Starts a run, follows it to its end and reads it.</summary>
    public async Task<JsonElement> TrainAsync(object request)
    {
        var run = (await PostAsync("/api/v1/runs", request)).GetProperty("run").GetProperty("run").GetString()!;
        await WatchAsync(run);
        return (await GetAsync($"/api/v1/runs/{run}")).GetProperty("run");
    }

    /// <summary>How many of the first test images are read right.</summary>
    public async Task<int> CountRightAsync(HandwritingSet set, int count)
    {
        var right = 0;
        for (var index = 0; index < count; index++)
        {
            var answer = await PostAsync("/api/v1/predict", new { image = new { pixels = Convert.ToBase64String(set.TestImage(index)) } });
            right += answer.GetProperty("label").GetString() == set.TestLabel(index) ? 1 : 0;
        }

        return right;
    }

    /// <summary>The problem that a request is refused with.</summary>
    public static async Task<(HttpStatusCode Status, JsonElement Problem)> ProblemAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}");
        return JsonElement.Parse(text);
    }
}
