using System.Text.Json.Nodes;

namespace Digits.Hosting.Tests.Publishing;

public sealed class ResourceKindTests : IDisposable
{
    private readonly PublishedModel _model = new();

    private IDistributedApplicationBuilder Builder => _model.Builder;

    [Fact]
    public async Task Publish_Container_WritesImageMountsAndWhatItRuns()
    {
        Builder.AddContainer("store", "registry:5000/tools/store:1.2")
            .WithEntrypoint("/run")
            .WithArgs("--fast", "{not an expression}")
            .WithBindMount("settings", "/etc/store", isReadOnly: true)
            .WithVolume("data", "/var/data")
            .WithVolume("/tmp")
            .WithEnvironment("MODE", "quick");

        await AssertEntryAsync("store", """
            {
              "type": "container.v0",
              "image": "registry:5000/tools/store:1.2",
              "entrypoint": "/run",
              "args": [ "--fast", "{not an expression}" ],
              "bindMounts": [ { "source": "settings", "target": "/etc/store", "readOnly": true } ],
              "volumes": [ { "name": "data", "target": "/var/data", "readOnly": false }, { "target": "/tmp", "readOnly": false } ],
              "env": { "MODE": "quick" }
            }
            """);
    }

    [Fact]
    public async Task Publish_Dockerfile_WritesHowItIsBuilt()
    {
        var version = Builder.AddParameter("version");
        var token = Builder.AddParameter("token", secret: true);
        Builder.AddDockerfile("tool", "../tools", "build/Dockerfile", "final")
            .WithBuildArg("VERSION", version).WithBuildArg("FAST", true).WithBuildArg("INHERITED", (object?)null)
            .WithBuildSecret("TOKEN", token);

        await AssertEntryAsync("tool", """
            {
              "type": "container.v1",
              "build": {
                "context": "../tools",
                "dockerfile": "../tools/build/Dockerfile",
                "stage": "final",
                "args": { "VERSION": "{version.value}", "FAST": "true", "INHERITED": null },
                "secrets": { "TOKEN": { "type": "env", "value": "{token.value}" } }
              }
            }
            """);
    }

    [Fact]
    public async Task Publish_Executable_WritesCommandAndArguments()
    {
        var api = _model.AddProject<Processing>("processing");
        Builder.AddExecutable("script", "python", "../scripts", "run.py").WithArgs(api.GetEndpoint("http"));

        await AssertEntryAsync("script", """
            {
              "type": "executable.v0",
              "workingDirectory": "../scripts",
              "command": "python",
              "args": [ "run.py", "{processing.bindings.http.url}" ]
            }
            """);
    }

    [Fact]
    public async Task Publish_ExecutableAsDockerFile_LosesItsArguments()
    {
        Builder.AddExecutable("script", "python", "../scripts", "/home/me/run.py").PublishAsDockerFile(c => c.WithArgs("--serve"));

        await AssertEntryAsync("script", """
            { "type": "container.v1", "build": { "context": "../scripts", "dockerfile": "../scripts/Dockerfile" }, "args": [ "--serve" ] }
            """);
    }

    [Theory]
    [InlineData("plain", """{ "type": "parameter.v0", "value": "{plain.inputs.value}", "inputs": { "value": { "type": "string" } } }""")]
    [InlineData("fixed", """{ "type": "parameter.v0", "value": "{fixed.inputs.value}", "inputs": { "value": { "type": "string", "default": { "value": "42" } } } }""")]
    [InlineData("hidden", """{ "type": "parameter.v0", "value": "{hidden.inputs.value}", "inputs": { "value": { "type": "string" } } }""")]
    [InlineData("drawn", """
        { "type": "parameter.v0", "value": "{drawn.inputs.value}",
          "inputs": { "value": { "type": "string", "secret": true, "default": { "generate": { "minLength": 22, "special": false, "minUpper": 2 } } } } }
        """)]
    [InlineData("db", """
        { "type": "parameter.v0", "connectionString": "{db.value}", "value": "{db.inputs.value}", "inputs": { "value": { "type": "string", "secret": true } } }
        """)]
    public async Task Publish_Parameter_WritesItsInputAndNeedsNoValue(string name, string expected)
    {
        Builder.AddParameter("plain");
        Builder.AddParameter("fixed", "42", publishValueAsDefault: true);
        Builder.AddParameter("hidden", "43");
        Builder.AddParameter("drawn", new GenerateParameterDefault { MinLength = 22, Special = false, MinUpper = 2 }, secret: true);
        Builder.AddConnectionString("db");

        await AssertEntryAsync(name, expected);
    }

    [Fact]
    public async Task Publish_ComposedConnectionString_IsAValue()
    {
        var password = Builder.AddParameter("password", secret: true);
        var database = Builder.AddContainer("database", "postgres").WithEndpoint(targetPort: 5432, name: "tcp");
        var connection = Builder.AddConnectionString(
            "main", ReferenceExpression.Create($"Host={database.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort)};Password={password}"));
        Builder.AddContainer("user", "user").WithReference(connection).WithReference(Builder.AddConnectionString("other", "OTHER"), optional: true);

        var resources = (await _model.PublishAsync())["resources"]!;

        Assert.Equal(
            """{"type":"value.v0","connectionString":"Host={database.bindings.tcp.host}:{database.bindings.tcp.port};Password={password.value}"}""",
            resources["main"]!.ToJsonString());
        Assert.Equal("""{"ConnectionStrings__main":"{main.connectionString}","OTHER":"{other.connectionString}"}""", resources["user"]!["env"]!.ToJsonString());
    }

    [Fact]
    public async Task Publish_ExternalServicesAndExcluded_AreNotWrittenButTheirParametersAre()
    {
        var address = Builder.AddParameter("address");
        var known = Builder.AddExternalService("known", "https://example.org/");
        var configured = Builder.AddExternalService("configured", address);
        Builder.AddContainer("left-out", "x").ExcludeFromManifest();
        Builder.AddContainer("user", "user").WithReference(known).WithReference(configured).WithReference("other", new Uri("http://o:1/")).WithEnvironment("URL", known);

        var resources = (await _model.PublishAsync())["resources"]!;

        Assert.Equal(["address", "user"], resources.AsObject().Select(r => r.Key));
        Assert.Equal(
            """
            {"KNOWN":"https://example.org/","services__known__https__0":"https://example.org/","services__configured__default__0":"{address.value}","CONFIGURED":"{address.value}","services__other__default__0":"http://o:1/","other":"http://o:1/","URL":"https://example.org/"}
            """,
            resources["user"]!["env"]!.ToJsonString());
    }

    [Fact]
    public async Task Publish_ReferenceToResourceOutsideOfTheModel_WritesItLast()
    {
        var loose = new ParameterResource("loose", _ => "x", secret: true);
        Builder.AddContainer("user", "user").WithEnvironment("A", ReferenceExpression.Create($"a-{loose}"));
        Builder.AddContainer("last", "last");

        var resources = (await _model.PublishAsync())["resources"]!;

        Assert.Equal(["user", "last", "loose"], resources.AsObject().Select(r => r.Key));
        Assert.Equal("a-{loose.value}", (string?)resources["user"]!["env"]!["A"]);
    }

    [Fact]
    public async Task Publish_ValueThatIsNone_SaysWhichVariable()
    {
        Builder.AddContainer("user", "user").WithEnvironment(c => c.EnvironmentVariables["SIZE"] = 3);

        var fault = await Assert.ThrowsAsync<DistributedApplicationException>(() => _model.PublishAsync());

        Assert.Equal("Variable SIZE of resource 'user' has a value that cannot be published, of type Int32.", fault.Message);
        Assert.False(File.Exists(_model.ManifestPath));
    }

    public void Dispose() => _model.Dispose();

    private async Task AssertEntryAsync(string name, string expected) =>
        Assert.Equal(PublishedModel.Text(JsonNode.Parse(expected)!), await _model.EntryAsync(name));
}
