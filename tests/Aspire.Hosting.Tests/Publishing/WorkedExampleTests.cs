using System.Text.Json.Nodes;

namespace Digits.Hosting.Tests.Publishing;

/// <summary>Four projects, one of them published as a Dockerfile, and a secret: what Aspire 13.1 writes, text for text.</summary>
public sealed class WorkedExampleTests : IDisposable
{
    private const string Telemetry = """
        "OTEL_DOTNET_EXPERIMENTAL_OTLP_EMIT_EXCEPTION_LOG_ATTRIBUTES": "true",
        "OTEL_DOTNET_EXPERIMENTAL_OTLP_EMIT_EVENT_LOG_ATTRIBUTES": "true",
        "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY": "in_memory",
        "ASPNETCORE_FORWARDEDHEADERS_ENABLED": "true",
        """;

    private const string Expected = $$"""
        {
          "$schema": "https://json.schemastore.org/aspire-8.0.json",
          "resources": {
            "api-key": {
              "type": "parameter.v0",
              "value": "{api-key.inputs.value}",
              "inputs": { "value": { "type": "string", "secret": true } }
            },
            "processing": {
              "type": "project.v0",
              "path": "../Kmnist.Processing/Kmnist.Processing.csproj",
              "env": {
                {{Telemetry}}
                "HTTP_PORTS": "{processing.bindings.http.targetPort}"
              },
              "bindings": {
                "http": { "scheme": "http", "protocol": "tcp", "transport": "http2" },
                "https": { "scheme": "https", "protocol": "tcp", "transport": "http2" }
              }
            },
            "inference": {
              "type": "project.v0",
              "path": "../Kmnist.Inference/Kmnist.Inference.csproj",
              "env": {
                {{Telemetry}}
                "HTTP_PORTS": "{inference.bindings.http.targetPort}"
              },
              "bindings": {
                "http": { "scheme": "http", "protocol": "tcp", "transport": "http2", "targetPort": 8080 },
                "https": { "scheme": "https", "protocol": "tcp", "transport": "http2", "targetPort": 8080 }
              }
            },
            "gateway": {
              "type": "project.v0",
              "path": "../Kmnist.Gateway/Kmnist.Gateway.csproj",
              "env": {
                {{Telemetry}}
                "HTTP_PORTS": "{gateway.bindings.http.targetPort}",
                "PROCESSING_HTTP": "{processing.bindings.http.url}",
                "services__processing__http__0": "{processing.bindings.http.url}",
                "PROCESSING_HTTPS": "{processing.bindings.https.url}",
                "services__processing__https__0": "{processing.bindings.https.url}",
                "TRAINING_HTTP": "{training.bindings.http.url}",
                "services__training__http__0": "{training.bindings.http.url}",
                "Gateway__ApiKey": "{api-key.value}"
              },
              "bindings": {
                "http": { "scheme": "http", "protocol": "tcp", "transport": "http", "external": true },
                "https": { "scheme": "https", "protocol": "tcp", "transport": "http", "external": true }
              }
            },
            "training": {
              "type": "container.v1",
              "build": { "context": "../Kmnist.Training", "dockerfile": "../Kmnist.Training/Dockerfile" },
              "volumes": [ { "name": "models", "target": "/models", "readOnly": false } ],
              "env": {
                {{Telemetry}}
                "HTTP_PORTS": "{training.bindings.http.targetPort}"
              },
              "bindings": {
                "http": { "scheme": "http", "protocol": "tcp", "transport": "http2", "targetPort": 8080 },
                "https": { "scheme": "https", "protocol": "tcp", "transport": "http2", "targetPort": 8080 }
              }
            }
          }
        }
        """;

    private readonly PublishedModel _model = new();

    [Fact]
    public async Task Publish_FourProjectsAndASecret_WritesWhatAspireWrites()
    {
        var key = _model.Builder.AddParameter("api-key", secret: true);
        var processing = _model.AddProject<Processing>("processing").AsHttp2Service();
        _model.AddProject<Inference>("inference").AsHttp2Service().WithEndpoint("http", e => e.TargetPort = 8080).WithEndpoint("https", e => e.TargetPort = 8080);
        var training = _model.AddProject<Training>("training").AsHttp2Service();
        _model.AddProject<Gateway>("gateway")
            .WithReference(processing)
            .WithReference(training.GetEndpoint("http"))
            .WithEnvironment("Gateway__ApiKey", key)
            .WithExternalHttpEndpoints();
        training.PublishAsDockerFile(c => c.WithVolume("models", "/models"));

        var written = await _model.PublishAsync();

        Assert.Equal(PublishedModel.Text(JsonNode.Parse(Expected)!), PublishedModel.Text(written));
        Assert.StartsWith("{\n  \"$schema\": ", await File.ReadAllTextAsync(_model.ManifestPath), StringComparison.Ordinal);
    }

    public void Dispose() => _model.Dispose();
}
