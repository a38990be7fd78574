using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Digits.OpenInference.V2;
using Digits.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Digits.Gateway.Tests.OpenInference;

public sealed class OpenInferenceEndpointsTests : IAsyncLifetime
{
    private const string Header = "Inference-Header-Content-Length";

    private readonly OpenInferenceDouble _service = new();
    private WebApplication _grpc = null!;
    private GatewayHost _gateway = null!;

    public static TheoryData<string, string> BadBodies => new()
    {
        { "", "The body is not valid JSON" },
        { "{", "The body is not valid JSON at line 1" },
        { "[]", "The body must be a JSON object." },
        { """{"id": 4}""", "id must be a string." },
        { """{"inputs": 3}""", "inputs must be a list of tensors." },
        { """{"inputs": [3]}""", "inputs[0] must be an object." },
        { """{"inputs": [{"datatype": "UINT8"}]}""", "inputs[0].name is missing." },
        { """{"inputs": [{"name": "image"}]}""", "inputs[0].datatype is missing." },
        { """{"inputs": [{"name": "image", "datatype": "UINT8", "data": [1]}]}""", "inputs[0].shape is missing." },
        { """{"inputs": [{"name": "image", "datatype": "UINT8", "shape": [1.5], "data": [1]}]}""", "inputs[0].shape must be a list of whole numbers." },
        { """{"inputs": [{"name": "image", "datatype": "UINT8", "shape": [1]}]}""", "inputs[0].data is missing." },
        { """{"inputs": [{"name": "image", "datatype": "UINT8", "shape": [2], "data": [1, 256]}]}""", "Element 1 of inputs[0].data is 256; it must be a whole number from 0 to 255." },
        { """{"inputs": [{"name": "image", "datatype": "UINT8", "shape": [2], "data": [[1], [-1]]}]}""", "Element 1 of inputs[0].data is -1" },
        { """{"inputs": [{"name": "image", "datatype": "FP32", "shape": [1], "data": ["0.5"]}]}""", "Element 0 of inputs[0].data is \"0.5\"; it must be a number that FP32 can hold." },
        { """{"inputs": [{"name": "image", "datatype": "FP32", "shape": [1], "data": [1e99]}]}""", "Element 0 of inputs[0].data is 1e99" },
        { """{"inputs": [{"name": "image", "datatype": "FP32", "shape": [1], "data": [NaN]}]}""", "The body is not valid JSON" },
        { """{"inputs": [{"name": "image", "datatype": "BYTES", "shape": [1], "data": ["%%"]}]}""", "it must be a picture file in base64." },
        { """{"inputs": [{"name": "image", "datatype": "UINT8", "shape": [1], "data": [1], "parameters": {"binary_data_size": 1}}]}""", "has both data and binary_data_size" },
        { """{"inputs": [{"name": "image", "datatype": "UINT8", "shape": [1], "parameters": {"binary_data_size": 1}}]}""", "must be a number of bytes; 0 are left" },
        { """{"inputs": [], "parameters": {"binary_data_output": 1}}""", "The parameter binary_data_output must be true or false." },
        { """{"inputs": [], "outputs": [{"name": "label", "parameters": {"classification": [1]}}]}""", "outputs[0].parameters.classification must be a string" },
        { """{"id": "\ud800"}""", "id is not valid Unicode." },
    };

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.AddServiceDefaults();
        builder.AddGrpcDefaults();
        builder.Services.AddSingleton(_service);
        _grpc = builder.Build();
        _grpc.MapGrpcService<OpenInferenceDouble>();
        _grpc.MapGrpcDefaults();
        await _grpc.StartAsync();
        _gateway = await GatewayHost.StartAsync(null, $"--Services:Inference={_grpc.Urls.Single()}", "--Gateway:MaxBodyBytes=9000000");
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _grpc.DisposeAsync();
    }

    [Fact]
    public async Task Server_Always_IsDescribedLiveAndReady()
    {
        Assert.Equal("""{"name":"digits","version":"1.2.3","extensions":["statistics","classification"]}""", await GetAsync("/v2"));
        Assert.Equal("""{"live":true}""", await GetAsync("/v2/health/live"));
        Assert.Equal("""{"ready":true}""", await GetAsync("/v2/health/ready"));
    }

    [Fact]
    public async Task Ready_ServiceAway_Is503AtOnceAndLiveIsStillTrue()
    {
        await _grpc.StopAsync();

        Assert.Equal("""{"ready":false}""", await GetAsync("/v2/health/ready", HttpStatusCode.ServiceUnavailable));
        Assert.Equal("""{"live":true}""", await GetAsync("/v2/health/live"));
        Assert.Contains("Inference service does not run", ErrorOf(await GetAsync("/v2/models/digits", HttpStatusCode.ServiceUnavailable)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_Always_IsDescribed()
    {
        Assert.Equal(
            """
            {"name":"め/1","versions":["1","2"],"platform":"digits_model","inputs":[{"name":"image","datatype":"UINT8","shape":[-1,2,2,1]}],
            "outputs":[{"name":"label","datatype":"BYTES","shape":[-1]}],"properties":{"labels":"0\n1"}}
            """.ReplaceLineEndings(""),
            await GetAsync("/v2/models/%E3%82%81%2F1/versions/2"));
        Assert.Equal("""{"name":"digits","ready":true}""", await GetAsync("/v2/models/digits/ready"));
        Assert.Equal("""{"name":"loading","ready":false}""", await GetAsync("/v2/models/loading/versions/3/ready", HttpStatusCode.ServiceUnavailable));
        Assert.Equal("There is no model \"unknown\".", ErrorOf(await GetAsync("/v2/models/unknown", HttpStatusCode.NotFound)));
    }

    [Fact]
    public async Task Infer_NestedJson_ReachesTheServiceAsRawTensorsAndTheAnswerIsJson()
    {
        const string Body = """
            {"id": "a め", "parameters": {"text": "x", "number": 1, "share": 0.5, "flag": true}, "unknown": 1,
             "inputs": [{"name": "image", "shape": [1, 4], "datatype": "FP32", "data": [[0, 0.5], [1, 0.25]]}],
             "outputs": [{"name": "probabilities", "parameters": {"classification": 3}}, {"name": "label"}]}
            """;

        using var response = await PostAsync("/v2/models/digits/versions/7/infer", Body);

        Assert.Equal(
            """{"model_name":"digits","model_version":"7","id":"a め","outputs":[{"name":"probabilities","datatype":"FP32","shape":[1,3],"data":[0.25,0.5,1E-10]},"""
                + """{"name":"label","datatype":"BYTES","shape":[2],"data":["め",""]}]}""",
            await response.Content.ReadAsStringAsync());
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var request = _service.LastInfer;
        Assert.Equal(("digits", "7", "a め"), (request.ModelName, request.ModelVersion, request.Id));
        Assert.Equal(["x", "1", "0.5", "True"], new[] { "text", "number", "share", "flag" }.Select(name => $"{Value(request.Parameters[name])}"));
        Assert.Equal([1, 4], request.Inputs[0].Shape);
        Assert.Equal([0f, 0.5f, 1f, 0.25f], Floats(Assert.Single(request.RawInputContents).ToByteArray()));
        Assert.Equal(3, request.Outputs[0].Parameters["classification"].Int64Param);

        static object? Value(InferParameter parameter) => parameter.ParameterChoiceCase switch
        {
            InferParameter.ParameterChoiceOneofCase.StringParam => parameter.StringParam,
            InferParameter.ParameterChoiceOneofCase.Int64Param => parameter.Int64Param,
            InferParameter.ParameterChoiceOneofCase.DoubleParam => parameter.DoubleParam,
            _ => parameter.BoolParam,
        };
    }

    [Fact]
    public async Task Infer_PicturesInBase64_ReachTheServiceWithTheirLengths()
    {
        using var response = await PostAsync(
            "/v2/models/digits/infer", """{"inputs": [{"name": "image", "shape": [2], "datatype": "BYTES", "data": ["AQID", ""]}]}""");

        Assert.DoesNotContain("\"id\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal([3, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0], _service.LastInfer.RawInputContents[0].ToByteArray());
    }

    [Fact]
    public async Task Infer_BinaryData_GoesBothWays()
    {
        const string Json = """
            {"inputs": [{"name": "image", "shape": [1, 4], "datatype": "UINT8", "parameters": {"binary_data_size": 4}}],
             "parameters": {"binary_data_output": true}, "outputs": [{"name": "probabilities"}, {"name": "label", "parameters": {"binary_data": false}}]}
            """;

        using var response = await PostBinaryAsync("/v2/models/digits/infer", Json, [1, 2, 3, 255]);

        Assert.Equal([1, 2, 3, 255], _service.LastInfer.RawInputContents[0].ToByteArray());
        var (json, binary) = await SplitAsync(response);
        Assert.Equal(12, (int)json["outputs"]![0]!["parameters"]!["binary_data_size"]!);
        Assert.Null(json["outputs"]![0]!["data"]);
        Assert.Equal("め", (string)json["outputs"]![1]!["data"]![0]!);
        Assert.Equal(OpenInferenceDouble.Probabilities, Floats(binary));
    }

    [Fact]
    public async Task Infer_RawTensor_TakesItsShapeFromTheModel()
    {
        using var response = await PostBinaryAsync("/v2/models/digits/infer", "", [1, 2, 3, 4, 5, 6, 7, 8]);

        Assert.Equal([2, 2, 2, 1], _service.LastInfer.Inputs[0].Shape);
        Assert.Equal(("image", "UINT8"), (_service.LastInfer.Inputs[0].Name, _service.LastInfer.Inputs[0].Datatype));
        var (json, binary) = await SplitAsync(response);
        Assert.Equal([12, 11], json["outputs"]!.AsArray().Select(output => (int)output!["parameters"]!["binary_data_size"]!));
        Assert.Equal(23, binary.Length);

        using var uneven = await PostBinaryAsync("/v2/models/digits/infer", "", [1, 2, 3], HttpStatusCode.BadRequest);
        Assert.Equal("The body has 3 bytes; \"image\" is UINT8 [-1, 2, 2, 1] and needs 4 for each image.", ErrorOf(await uneven.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("999")]
    [InlineData("-1")]
    [InlineData("many")]
    public async Task Infer_WrongHeader_IsRefused(string length)
    {
        using var response = await PostBinaryAsync("/v2/models/digits/infer", "{}", [], HttpStatusCode.BadRequest, length);

        Assert.Equal($"{Header} is \"{length}\"; it must be how many of the body's 2 bytes are JSON.", ErrorOf(await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Infer_BytesOfNoTensor_AreRefused()
    {
        using var response = await PostBinaryAsync("/v2/models/digits/infer", """{"inputs": []}""", [1, 2], HttpStatusCode.BadRequest);

        Assert.StartsWith("2 bytes after the JSON belong to no tensor", ErrorOf(await response.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_MoreThanTheServiceReads_IsRefusedHere()
    {
        using var response = await PostBinaryAsync("/v2/models/digits/infer", "", new byte[8_400_000], HttpStatusCode.BadRequest);

        Assert.StartsWith("The tensors have 8400000 bytes; one call may have", ErrorOf(await response.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task Infer_BadBody_SaysWhatIsWrong(string body, string text)
    {
        using var response = await PostAsync("/v2/models/digits/infer", body, HttpStatusCode.BadRequest);

        Assert.Contains(text, ErrorOf(await response.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_SpoiledBodies_AreAnsweredOrRefusedAndNeverFail()
    {
        const int Rounds = 400;
        const string Json = """
            {"id": "a", "inputs": [{"name": "image", "shape": [1, 4], "datatype": "UINT8", "parameters": {"binary_data_size": 4}},
             {"name": "b", "shape": [1], "datatype": "BYTES", "data": ["AQID"]}, {"name": "c", "shape": [2], "datatype": "FP32", "data": [[0.5], [1e2]]}],
             "outputs": [{"name": "label", "parameters": {"binary_data": true, "classification": 3}}], "parameters": {"binary_data_output": false}}
            """;
        var random = new Random(1);
        for (var round = 0; round < Rounds; round++)
        {
            byte[] body = [.. Encoding.UTF8.GetBytes(Json), 1, 2, 3, 4];
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                body[random.Next(body.Length)] = (byte)(random.Next(3) == 0 ? random.Next(256) : "{}[],:\"0-9etx"[random.Next(13)]);
            }

            var cut = random.Next(4) == 0 ? random.Next(body.Length) : body.Length;
            using var content = new ByteArrayContent(body[..cut]);
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v2/models/digits/infer", UriKind.Relative)) { Content = content };
            request.Headers.TryAddWithoutValidation(Header, $"{(random.Next(8) == 0 ? random.Next(body.Length) : Encoding.UTF8.GetByteCount(Json))}");

            using var response = await _gateway.Http.SendAsync(request);

            if (response.StatusCode != HttpStatusCode.OK)
            {
                var answer = await response.Content.ReadAsStringAsync();
                Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{response.StatusCode}: {answer} to {Encoding.Latin1.GetString(body[..cut])}");
                Assert.NotEqual("", ErrorOf(answer));
            }
        }
    }

    [Fact]
    public async Task Infer_ServiceRefuses_IsAnErrorWithItsStatus()
    {
        using var unknown = await PostAsync("/v2/models/unknown/infer", """{"inputs": []}""", HttpStatusCode.NotFound);
        using var full = await PostAsync("/v2/models/full/infer", """{"inputs": []}""", HttpStatusCode.TooManyRequests);

        Assert.Equal("There is no model \"unknown\".", ErrorOf(await unknown.Content.ReadAsStringAsync()));
        Assert.Equal("1", full.Headers.GetValues("Retry-After").Single());
    }

    [Fact]
    public async Task AnyFault_UnderV2_HasTheProtocolsForm()
    {
        Assert.StartsWith("There is nothing at /v2/nowhere", ErrorOf(await GetAsync("/v2/nowhere", HttpStatusCode.NotFound)), StringComparison.Ordinal);
        Assert.Contains("POST is", ErrorOf(await GetAsync("/v2/models/digits/infer", HttpStatusCode.MethodNotAllowed)), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v2/models/digits/infer", UriKind.Relative));
        request.Content = new ByteArrayContent(new byte[9_000_001]);
        request.Headers.ExpectContinue = true;
        using var large = await _gateway.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.StartsWith("The body is larger", ErrorOf(await large.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatisticsAndRepository_Requests_ReachTheService()
    {
        const string Duration = """{"count":1,"ns":18446744073709551615}""";
        Assert.Equal(
            """
            {"model_stats":[{"name":"digits","version":"2","last_inference":0,"inference_count":5,"execution_count":0,"inference_stats":
            {"success":D,"fail":D,"queue":D,"compute_input":D,"compute_infer":D,"compute_output":D},
            "batch_stats":[{"batch_size":3,"compute_input":D,"compute_infer":D,"compute_output":D}]}]}
            """.ReplaceLineEndings("").Replace(":D", $":{Duration}", StringComparison.Ordinal),
            await GetAsync("/v2/models/digits/versions/2/stats"));
        Assert.Equal(new ModelStatisticsRequest { Name = "digits", Version = "2" }, _service.Last);
        await GetAsync("/v2/models/stats");
        Assert.Equal(new ModelStatisticsRequest(), _service.Last);

        using var index = await PostAsync("/v2/repository/index", """{"ready": true}""");
        Assert.Equal("""[{"name":"digits","version":"2","state":"READY","reason":""}]""", await index.Content.ReadAsStringAsync());
        Assert.Equal(new RepositoryIndexRequest { Ready = true }, _service.Last);
        using var all = await PostAsync("/v2/repository/index", "");
        Assert.Equal(new RepositoryIndexRequest(), _service.Last);

        using var load = await PostAsync("/v2/repository/models/digits/load", """{"parameters": {"version": 3}}""");
        var expected = new RepositoryModelLoadRequest { ModelName = "digits", Parameters = { ["version"] = new ModelRepositoryParameter { Int64Param = 3 } } };
        Assert.Equal(expected, _service.Last);
        using var unload = await PostAsync("/v2/repository/models/digits/unload", "");
        Assert.Equal(new RepositoryModelUnloadRequest { ModelName = "digits" }, _service.Last);
    }

    private static float[] Floats(byte[] bytes)
    {
        var floats = new float[bytes.Length / sizeof(float)];
        Buffer.BlockCopy(bytes, 0, floats, 0, bytes.Length);
        return floats;
    }

    private static string ErrorOf(string body)
    {
        var json = JsonNode.Parse(body)!.AsObject();
        Assert.Equal(["error"], json.Select(member => member.Key));
        return (string)json["error"]!;
    }

    private static async Task<(JsonNode Json, byte[] Binary)> SplitAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.MediaType);
        var body = await response.Content.ReadAsByteArrayAsync();
        var length = int.Parse(response.Headers.GetValues(Header).Single(), System.Globalization.CultureInfo.InvariantCulture);
        return (JsonNode.Parse(body.AsSpan(0, length))!, body[length..]);
    }

    private async Task<string> GetAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await _gateway.Http.GetAsync(new Uri(path, UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{response.StatusCode}: {body}");
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        return body;
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string body, HttpStatusCode status = HttpStatusCode.OK)
    {
        var response = await _gateway.Http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.True(status == response.StatusCode, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return response;
    }

    private async Task<HttpResponseMessage> PostBinaryAsync(
        string path, string json, byte[] binary, HttpStatusCode status = HttpStatusCode.OK, string? length = null)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        using var content = new ByteArrayContent([.. bytes, .. binary]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = content };
        request.Headers.TryAddWithoutValidation(Header, length ?? $"{bytes.Length}");
        var response = await _gateway.Http.SendAsync(request);
        Assert.True(status == response.StatusCode, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return response;
    }
}
