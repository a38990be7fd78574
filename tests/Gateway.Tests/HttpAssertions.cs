using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Digits.Gateway.Tests;

/// <summary>Short ways to ask and to look at answers.</summary>
internal static class HttpAssertions
{
    public static async Task<JsonNode> GetJsonAsync(this HttpClient http, string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        return await response.ReadJsonAsync();
    }

    public static async Task<JsonNode> PostJsonAsync(this HttpClient http, string path, string json)
    {
        using var response = await http.PostTextAsync(path, json);
        return await response.ReadJsonAsync();
    }

    public static Task<HttpResponseMessage> PostTextAsync(this HttpClient http, string path, string text, string contentType = "application/json") =>
        http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(text, Encoding.UTF8, contentType));

    public static async Task<HttpResponseMessage> SendAsync(this HttpClient http, string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>The JSON of a good answer.</summary>
    public static async Task<JsonNode> ReadJsonAsync(this HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{(int)response.StatusCode}: {body}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonNode.Parse(body)!;
    }

    /// <summary>The problem of an answer that must have this status.</summary>
    public static async Task<JsonNode> ReadProblemAsync(this HttpResponseMessage response, int status)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(body)!;
        Assert.Equal(status, (int)problem["status"]!);
        return problem;
    }
}
