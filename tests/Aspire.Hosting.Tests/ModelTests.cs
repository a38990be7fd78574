using Digits.Hosting.Tests.Publishing;

namespace Digits.Hosting.Tests;

public sealed class ModelTests
{
    private readonly IDistributedApplicationBuilder _builder = RunningApplication.CreateBuilder();

    [Fact]
    public void AddProject_NameInOtherCaseTaken_NamesBoth()
    {
        _builder.AddProject<Projects.Aspire_Hosting_Sample>("sample");

        var fault = Assert.Throws<DistributedApplicationException>(() => _builder.AddProject<Projects.Aspire_Hosting_Sample>("Sample"));

        Assert.Equal("There are two resources named 'Sample' ('sample'; case does not matter).", fault.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a--b")]
    [InlineData("a_b")]
    [InlineData("é")]
    [InlineData("a2345678901234567890123456789012345678901234567890123456789012345")]
    public void AddProject_InvalidName_SaysSo(string name)
    {
        var fault = Assert.Throws<ArgumentException>(() => _builder.AddProject<Projects.Aspire_Hosting_Sample>(name));

        Assert.StartsWith($"Resource name '{name}' is invalid: a name ", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_builder.Resources);
    }

    [Fact]
    public void Build_ResourcesWaitInCircle_NamesTheCircle()
    {
        var a = _builder.AddProject<Projects.Aspire_Hosting_Sample>("a");
        var b = _builder.AddProject<Projects.Aspire_Hosting_Sample>("b").WaitFor(a);
        var c = _builder.AddProject<Projects.Aspire_Hosting_Sample>("c").WaitFor(b);
        b.WaitForStart(c);

        var fault = Assert.Throws<DistributedApplicationException>(_builder.Build);

        Assert.Equal("Resources wait for one another in a circle: b -> c -> b.", fault.Message);
    }

    [Fact]
    public void Build_TwoWaysToOneResource_IsNoCircle()
    {
        var a = _builder.AddProject<Projects.Aspire_Hosting_Sample>("a");
        var b = _builder.AddProject<Projects.Aspire_Hosting_Sample>("b").WaitFor(a);
        _builder.AddProject<Projects.Aspire_Hosting_Sample>("c").WaitFor(a).WaitFor(b);

        using var application = _builder.Build();

        Assert.Equal(["a", "b", "c"], _builder.Resources.Select(r => r.Name));
    }

    [Fact]
    public void WaitFor_Itself_Throws()
    {
        var a = _builder.AddProject<Projects.Aspire_Hosting_Sample>("a");

        var fault = Assert.Throws<DistributedApplicationException>(() => a.WaitFor(a));

        Assert.Equal("Resource 'a' cannot wait for itself.", fault.Message);
    }

    [Fact]
    public void WithHttpEndpoint_NameTaken_Throws()
    {
        var a = _builder.AddProject<Projects.Aspire_Hosting_Sample>("a").WithHttpEndpoint();

        var fault = Assert.Throws<DistributedApplicationException>(() => a.WithHttpEndpoint(port: 5000));

        Assert.Equal("Resource 'a' has two endpoints named 'http'.", fault.Message);
    }

    [Fact]
    public void WithExternalHttpEndpoints_EndpointAddedLater_StaysInternal()
    {
        var a = _builder.AddProject<Projects.Aspire_Hosting_Sample>("a").WithHttpEndpoint().WithExternalHttpEndpoints().WithHttpEndpoint(name: "late");

        Assert.True(a.GetEndpoint("http").EndpointAnnotation.IsExternal);
        Assert.False(a.GetEndpoint("late").EndpointAnnotation.IsExternal);
    }

    [Fact]
    public void WithHttpHealthCheck_NoWebEndpoint_Throws()
    {
        var a = _builder.AddProject<Projects.Aspire_Hosting_Sample>("a");

        var fault = Assert.Throws<DistributedApplicationException>(() => a.WithHttpHealthCheck("/health"));

        Assert.Equal("Resource 'a' has no http or https endpoint named 'http' to check its health at.", fault.Message);
    }

    [Fact]
    public void AddProject_UnknownLaunchProfile_Throws()
    {
        var fault = Assert.Throws<DistributedApplicationException>(() => _builder.AddProject<Projects.Aspire_Hosting_Sample>("a", "nowhere"));

        Assert.Equal("The project of resource 'a' has no launch profile named 'nowhere'.", fault.Message);
    }

    [Theory]
    [InlineData("--publishr", "manifest")]
    [InlineData("--Publsiher=manifest")]
    public void CreateBuilder_MistypedOption_IsRefused(params string[] args)
    {
        var fault = Assert.Throws<DistributedApplicationException>(() => DistributedApplication.CreateBuilder(args));

        Assert.Equal($"There is no option '{args[0].Split('=')[0]}'; did you mean '--publisher'?", fault.Message);
    }

    [Theory]
    [InlineData("--DIGITS_GATEWAY_PORT", "5090")]
    [InlineData("--Parameters:key=x")]
    [InlineData("--steps", "3")]
    public void CreateBuilder_SettingOfTheApplication_IsRead(params string[] args) =>
        Assert.NotNull(DistributedApplication.CreateBuilder(args).Configuration[args[0].TrimStart('-').Split('=')[0]]);

    [Fact]
    public void GetEndpoint_BeforeStart_HasAnExpressionButNoAddress()
    {
        var endpoint = _builder.AddProject<Projects.Aspire_Hosting_Sample>("a").WithHttpEndpoint().GetEndpoint("http");

        Assert.Equal("{a.bindings.http.url}", ((IManifestExpressionProvider)endpoint).ValueExpression);
        Assert.Throws<InvalidOperationException>(() => endpoint.Url);
    }

    [Fact]
    public async Task ReferenceExpression_LiteralAndEndpoint_GivesExpressionAndValue()
    {
        var endpoint = _builder.AddProject<Projects.Aspire_Hosting_Sample>("a").WithHttpEndpoint().GetEndpoint("http");
        var expression = ReferenceExpression.Create($"{{{endpoint.Property(EndpointProperty.HostAndPort)}/{"path"}}}");
        endpoint.EndpointAnnotation.AllocatedEndpoint = new AllocatedEndpoint(endpoint.EndpointAnnotation, "localhost", 81);

        Assert.Equal("{{a.bindings.http.host}:{a.bindings.http.port}/path}", expression.ValueExpression);
        Assert.Equal("{localhost:81/path}", await expression.GetValueAsync(CancellationToken.None));
    }

    [Fact]
    public void AddProject_KestrelEndpoints_AreThoseOfTheResourceUnlessExcluded()
    {
        using var folder = new Digits.Tests.TempFolder();
        SiblingProject.Root.Value = folder.Path;
        var project = Directory.CreateDirectory(Path.GetDirectoryName(new Worker().ProjectPath)!).FullName;
        File.WriteAllText(Path.Combine(project, "appsettings.json"), """
            { "Kestrel": { "Endpoints": {
                "Api": { "Url": "http://localhost:5001", "Protocols": "Http2" },
                "Page": { "Url": "http://*:5002" },
                "Safe": { "Url": "https://*:5003" } } } }
            """);

        var read = _builder.AddProject<Worker>("read").Resource.Annotations.OfType<EndpointAnnotation>();
        var excluded = _builder.AddProject<Worker>("excluded", options =>
        {
            options.ExcludeKestrelEndpoints = true;
            options.ExcludeLaunchProfile = true;
        });

        Assert.Equal(
            [("Api", "http", 5001, "http2"), ("Page", "http", 5002, "http"), ("https", "https", 5003, "http")],
            read.Select(e => (e.Name, e.UriScheme, e.Port ?? 0, e.Transport)));
        Assert.Empty(excluded.Resource.Annotations.OfType<EndpointAnnotation>());
    }
}
