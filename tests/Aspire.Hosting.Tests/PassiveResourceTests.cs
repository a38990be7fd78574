namespace Digits.Hosting.Tests;

/// <summary>Parameters, connection strings, external services and containers when the application runs here.</summary>
public sealed class PassiveResourceTests
{
    private readonly IDistributedApplicationBuilder _builder = RunningApplication.CreateBuilder();

    [Fact]
    public async Task Run_ParametersAndWhatIsMadeOfThem_ReachTheEnvironment()
    {
        _builder.Configuration["Parameters:user_name"] = "ada";
        _builder.Configuration["ConnectionStrings:store"] = "Host=store";
        _builder.Configuration["Other:Key"] = "elsewhere";
        var user = _builder.AddParameter("user-name");
        var size = _builder.AddParameter("size", "42", publishValueAsDefault: true);
        var drawn = _builder.AddParameter("drawn", new GenerateParameterDefault { MinLength = 30, Special = false, MinNumeric = 2 }, secret: true);
        var other = _builder.AddParameterFromConfiguration("other", "Other:Key");
        var joined = _builder.AddConnectionString("joined", ReferenceExpression.Create($"User={user};Size={size}"));
        var service = _builder.AddExternalService("service", "https://example.org/");
        var sample = _builder.AddProject<Projects.Aspire_Hosting_Sample>("sample", launchProfileName: null).WithHttpEndpoint().WithHttpHealthCheck("/health")
            .WithEnvironment("USER_NAME", user).WithEnvironment("DRAWN", drawn).WithEnvironment("OTHER", other)
            .WithReference(joined).WithReference(_builder.AddConnectionString("store", "STORE")).WithReference(service)
            .WithReference(_builder.AddConnectionString("missing"), optional: true)
            .WaitFor(user).WaitFor(service);

        await using var application = await RunningApplication.StartAsync(_builder);
        await application.HealthyAsync(sample);

        Assert.Equal("ada", await application.GetAsync(sample, "/environment/USER_NAME"));
        Assert.Matches("^(?=.*[0-9].*[0-9])[A-Za-z0-9]{30}$", await application.GetAsync(sample, "/environment/DRAWN"));
        Assert.Equal("elsewhere", await application.GetAsync(sample, "/environment/OTHER"));
        Assert.Equal("User=ada;Size=42", await application.GetAsync(sample, "/environment/ConnectionStrings__joined"));
        Assert.Equal("Host=store", await application.GetAsync(sample, "/environment/STORE"));
        Assert.Equal("https://example.org/", await application.GetAsync(sample, "/environment/SERVICE"));
        Assert.Equal("https://example.org/", await application.GetAsync(sample, "/environment/services__service__https__0"));
        Assert.Equal(KnownResourceStates.Running, application.Snapshot(service).State?.Text);
    }

    [Fact]
    public async Task Run_ParameterWithoutValue_FailsAndSaysWhereItIsLookedFor()
    {
        var key = _builder.AddParameter("api-key", secret: true);
        var script = _builder.AddExecutable("script", "/bin/true", ".").WithEnvironment("KEY", key);

        await using var application = await RunningApplication.StartAsync(_builder);
        await application.StateAsync(key, KnownResourceStates.FailedToStart);
        await application.StateAsync(script, KnownResourceStates.FailedToStart);

        const string Reason = "Parameter 'api-key' has no value: set Parameters:api-key in the configuration, or Parameters__api_key in the environment.";
        var fault = await Assert.ThrowsAsync<MissingParameterValueException>(async () => await key.Resource.GetValueAsync(CancellationToken.None));
        Assert.Equal(Reason, fault.Message);
    }

    [Fact]
    public async Task Run_Container_FailsToStart()
    {
        var cache = _builder.AddContainer("cache", "redis", "7").WithVolume("data", "/data");

        await using var application = await RunningApplication.StartAsync(_builder);

        await application.StateAsync(cache, KnownResourceStates.FailedToStart);
    }

    [Theory]
    [InlineData("relative/", "the address of an external service is absolute")]
    [InlineData("http://x/path", "the path of an external service's address ends in '/'")]
    [InlineData("http://x/?q=1", "the address of an external service has neither a query nor a fragment")]
    public void AddExternalService_NoPlainAddress_SaysWhy(string url, string expected)
    {
        var fault = Assert.Throws<ArgumentException>(() => _builder.AddExternalService("service", url));

        Assert.StartsWith($"External service 'service' cannot be at '{url}': {expected}.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddParameter_SecretToBePublished_Throws() =>
        Assert.Throws<ArgumentException>(() => _builder.AddParameter("key", "value", publishValueAsDefault: true, secret: true));

    [Theory]
    [InlineData("redis", null, "redis:latest")]
    [InlineData("localhost:5000/redis", null, "localhost:5000/redis:latest")]
    [InlineData("localhost:5000/redis:7", null, "localhost:5000/redis:7")]
    [InlineData("redis", "7", "redis:7")]
    [InlineData("redis@sha256:abc", null, "redis@sha256:abc")]
    public void WithImage_Image_IsTakenApart(string image, string? tag, string expected)
    {
        var container = _builder.AddContainer("cache", "placeholder").WithImage(image, tag);

        Assert.Equal(expected, Assert.Single(container.Resource.Annotations.OfType<ContainerImageAnnotation>()).FullName);
    }

    [Fact]
    public void WithImage_TwoTags_Throws() =>
        Assert.Throws<InvalidOperationException>(() => _builder.AddContainer("cache", "redis:7").WithImage("redis:7", "8"));
}
