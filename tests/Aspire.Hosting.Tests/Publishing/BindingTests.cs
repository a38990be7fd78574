using System.Text.Json.Nodes;

namespace Digits.Hosting.Tests.Publishing;

public sealed class BindingTests : IDisposable
{
    private readonly PublishedModel _model = new();

    [Theory]
    [InlineData(null, null, """{ "scheme": "http", "protocol": "tcp", "transport": "http" }""")]
    [InlineData(null, 8080, """{ "scheme": "http", "protocol": "tcp", "transport": "http", "targetPort": 8080 }""")]
    [InlineData(80, 8080, """{ "scheme": "http", "protocol": "tcp", "transport": "http", "port": 80, "targetPort": 8080 }""")]
    [InlineData(8080, 8080, """{ "scheme": "http", "protocol": "tcp", "transport": "http", "targetPort": 8080 }""")]
    [InlineData(80, null, """{ "scheme": "http", "protocol": "tcp", "transport": "http", "port": 80 }""")]
    public async Task Publish_ProjectWithOneEndpoint_WritesOnlyThePortsThatItChose(int? port, int? targetPort, string expected)
    {
        _model.AddProject<Worker>("worker").WithHttpEndpoint(port, targetPort);

        Assert.Equal(Canonical(expected), PublishedModel.Text(await BindingAsync("worker", "http")));
    }

    [Fact]
    public async Task Publish_ContainerWithPortOnly_ListensAtThatPort()
    {
        _model.Builder.AddContainer("cache", "redis").WithEndpoint(port: 6379, name: "tcp");

        Assert.Equal(
            Canonical("""{ "scheme": "tcp", "protocol": "tcp", "transport": "tcp", "targetPort": 6379 }"""),
            PublishedModel.Text(await BindingAsync("cache", "tcp")));
    }

    [Fact]
    public async Task Publish_EndpointsThatNobodyGaveAPort_GetDifferentOnesFrom8000()
    {
        _model.Builder.AddContainer("a", "a").WithEndpoint(name: "one").WithEndpoint(targetPort: 8001, name: "two");
        _model.AddProject<Worker>("b").WithHttpEndpoint().WithHttpEndpoint(name: "admin").WithEndpoint(name: "raw");
        _model.Builder.AddExecutable("c", "c", ".").WithHttpEndpoint();

        var resources = (await _model.PublishAsync())["resources"]!;

        int?[] ports = [.. resources.AsObject().SelectMany(r => r.Value!["bindings"]!.AsObject()).Select(b => (int?)b.Value!["targetPort"])];
        Assert.Equal([8000, 8001, null, 8002, 8003, 8004], ports);
    }

    [Fact]
    public async Task Publish_WebProject_HasHttpAndHttpsWithOneTargetPortAndNoPortOfItsProfile()
    {
        _model.AddProject<Processing>("processing").WithEndpoint("http", e => e.TargetPort = 8080);

        var bindings = (await _model.PublishAsync())["resources"]!["processing"]!["bindings"]!;

        Assert.Equal(["http", "https"], bindings.AsObject().Select(b => b.Key));
        Assert.All(bindings.AsObject(), b => Assert.Null(b.Value!["port"]));
    }

    [Fact]
    public async Task Publish_KestrelEndpoints_ReplaceThePortsInTheEnvironment()
    {
        _model.AddProject<Worker>("worker", """
            { "Kestrel": {
                "EndpointDefaults": { "Protocols": "Http2" },
                "Endpoints": { "Api": { "Url": "http://localhost:5001" }, "Page": { "Url": "http://*:5002", "Protocols": "Http1" } } } }
            """);

        var expected = """
            {
              "type": "project.v0",
              "path": "../Kmnist.Worker/Kmnist.Worker.csproj",
              "env": {
                "ASPNETCORE_FORWARDEDHEADERS_ENABLED": "true",
                "Kestrel__Endpoints__Api__Url": "http://*:{worker.bindings.Api.targetPort}",
                "Kestrel__Endpoints__Page__Url": "http://*:{worker.bindings.Page.targetPort}"
              },
              "bindings": {
                "Api": { "scheme": "http", "protocol": "tcp", "transport": "http2", "targetPort": 5001 },
                "Page": { "scheme": "http", "protocol": "tcp", "transport": "http", "targetPort": 5002 },
                "https": { "scheme": "https", "protocol": "tcp", "transport": "http2", "targetPort": 5001 }
              }
            }
            """;
        Assert.Equal(Canonical(expected), await _model.EntryAsync("worker"));
    }

    [Fact]
    public async Task Publish_OnlyKestrelEndpointOfItsScheme_IsNamedAfterTheScheme()
    {
        _model.AddProject<Worker>("worker", """{ "Kestrel": { "Endpoints": { "Api": { "Url": "http://localhost:5001" } } } }""");

        var entry = (await _model.PublishAsync())["resources"]!["worker"]!;

        Assert.Equal("http://*:{worker.bindings.http.targetPort}", (string?)entry["env"]!["Kestrel__Endpoints__http__Url"]);
        Assert.Equal(["http", "https"], entry["bindings"]!.AsObject().Select(b => b.Key));
    }

    [Fact]
    public async Task Publish_FilteredEndpointAndNoForwardedHeaders_AreLeftOutOfTheEnvironment()
    {
        _model.AddProject<Worker>("worker")
            .WithHttpEndpoint(targetPort: 8080).WithHttpEndpoint(targetPort: 8081, name: "admin").WithHttpEndpoint(targetPort: 8082, name: "own")
            .WithEndpointsInEnvironment(e => e.Name != "own")
            .DisableForwardedHeaders();

        var variables = (await _model.PublishAsync())["resources"]!["worker"]!["env"]!;

        Assert.Equal("{worker.bindings.http.targetPort};{worker.bindings.admin.targetPort}", (string?)variables["HTTP_PORTS"]);
        Assert.Null(variables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"]);
    }

    public void Dispose() => _model.Dispose();

    private static string Canonical(string json) => PublishedModel.Text(JsonNode.Parse(json)!);

    private async Task<JsonNode> BindingAsync(string resource, string endpoint) =>
        (await _model.PublishAsync())["resources"]![resource]!["bindings"]![endpoint]!;
}
