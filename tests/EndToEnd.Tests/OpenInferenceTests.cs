using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Digits.Tests.Running;

namespace Digits.EndToEnd.Tests;

/// <summary>The Open Inference Protocol over REST, through the gateway to the model that the starter trained.</summary>
public sealed class OpenInferenceTests(StarterApp starter) : IClassFixture<StarterApp>
{
    private readonly HttpClient _http = starter.App.Http;

    [Fact]
    public async Task Infer_ImageOfTheSet_AnswersAsPredictDoes()
    {
        var image = HandwritingSet.Create().TestImage(0);
        using var predicted = await _http.PostAsJsonAsync("/api/v1/predict", new { image = new { pixels = Convert.ToBase64String(image) } });
        var expected = (await predicted.Content.ReadFromJsonAsync<JsonNode>())!;
        var tensor = new { name = "image", shape = new[] { 1, 28, 28, 1 }, datatype = "UINT8", data = image.Select(pixel => (int)pixel) };

        using var response = await _http.PostAsJsonAsync("/v2/models/digits/infer", new { id = "a", inputs = new[] { tensor } });
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;

        Assert.True(response.IsSuccessStatusCode, $"{answer}");
        Assert.Equal(("digits", "a"), ((string)answer["model_name"]!, (string)answer["id"]!));
        Assert.Equal((string)expected["label"]!, (string)answer["outputs"]![1]!["data"]![0]!);
        Assert.Equal(
            expected["probabilities"]!.AsArray().Select(entry => (float)(double)entry!["probability"]!),
            answer["outputs"]![0]!["data"]!.AsArray().Select(value => (float)(double)value!));
        Assert.True((bool)(await _http.GetFromJsonAsync<JsonNode>("/v2/health/ready"))!["ready"]!);
    }
}
