using System.Globalization;
using Aspire.DashboardService.Proto.V1;
using Aspire.Hosting.Running;
using Grpc.Core;

namespace Digits.Hosting.Tests;

public sealed class DashboardTests
{
    private const string Key = "the key of this test";

    private readonly IDistributedApplicationBuilder _builder = RunningApplication.CreateBuilder(withDashboard: true);
    private readonly int[] _ports = Ports.Free(3);

    public DashboardTests()
    {
        _builder.Configuration["ASPNETCORE_URLS"] = Url(_ports[0]);
        _builder.Configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = Url(_ports[1]);
        _builder.Configuration["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = Url(_ports[2]);
        _builder.Configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        _builder.Configuration["AppHost:ResourceService:ApiKey"] = Key;
        _builder.Configuration["AppHost:OtlpApiKey"] = "otlp";
    }

    [Fact]
    public async Task ResourceService_Resource_TellsEverythingAndRunsItsCommands()
    {
        var web = AddSample("web").WithEnvironment("SECRET", "s3cret").WithUrl("http://example.org", "More").WithUrlForEndpoint("http", u => u.DisplayText = "Page");
        await using var application = await RunningApplication.StartAsync(_builder);
        await application.HealthyAsync(web);
        using var client = new ResourceServiceClient(Url(_ports[2]), Key);

        var resource = await client.ResourceAsync("web", r => r.HealthReports.All(h => h.HasStatus), application.Timeout);
        Assert.StartsWith("web-", resource.Name, StringComparison.Ordinal);
        Assert.Equal(("Project", "Running", "success"), (resource.ResourceType, resource.State, resource.StateStyle));
        Assert.Equal("s3cret", resource.Environment.Single(v => v.Name == "SECRET").Value);
        Assert.Equal("x-otlp-api-key=otlp", resource.Environment.Single(v => v.Name == "OTEL_EXPORTER_OTLP_HEADERS").Value);
        Assert.Equal(["Page", "More"], resource.Urls.Select(u => u.DisplayProperties.DisplayName));
        Assert.All(resource.Urls, u => Assert.False(u.IsInactive));
        Assert.Equal(await application.ProcessIdAsync(web), (int)resource.Properties.Single(p => p.Name == "executable.pid").Value.NumberValue);
        Assert.Equal(HealthStatus.Healthy, Assert.Single(resource.HealthReports).Status);

        var lines = await client.ConsoleAsync(resource.Name, application.Timeout);
        Assert.Contains(lines, l => l.Text.Contains("is here", StringComparison.Ordinal) && !l.IsStdErr);

        var stopped = await client.ExecuteAsync(resource, KnownResourceCommands.StopCommand, application.Timeout);
        Assert.Equal(ResourceCommandResponseKind.Succeeded, stopped.Kind);
        Assert.Equal("Finished", (await client.ResourceAsync("web", r => r.HasState && r.State != "Stopping", application.Timeout)).State);
        var again = await client.ExecuteAsync(resource, KnownResourceCommands.StopCommand, application.Timeout);
        Assert.Equal((ResourceCommandResponseKind.Failed, $"'{resource.Name}' does not run."), (again.Kind, again.ErrorMessage));
    }

    [Fact]
    public async Task ResourceService_WrongKey_IsRefused()
    {
        await using var application = await RunningApplication.StartAsync(_builder);
        using var client = new ResourceServiceClient(Url(_ports[2]), "another");

        var fault = await Assert.ThrowsAsync<RpcException>(() => client.ResourceAsync("web", _ => true, application.Timeout));

        Assert.Equal(StatusCode.Unauthenticated, fault.StatusCode);
    }

    [Fact]
    public async Task WaitFor_DependencyDiesWithDashboard_WaitsOnUntilItIsStartedAgain()
    {
        var exits = true;
        var back = AddSample("back").WithEnvironment(context =>
        {
            if (exits)
            {
                context.EnvironmentVariables["SAMPLE_EXIT_CODE"] = "3";
            }
        });
        var front = AddSample("front").WaitFor(back);
        await using var application = await RunningApplication.StartAsync(_builder);
        await application.StateAsync(back, KnownResourceStates.Finished);
        Assert.Equal(KnownResourceStates.Waiting, application.Snapshot(front).State?.Text);

        exits = false;
        Assert.True((await application.CommandAsync(back, KnownResourceCommands.StartCommand)).Success);

        await application.HealthyAsync(front);
    }

    [Fact]
    public async Task StartAsync_DashboardPortInUse_NamesTheVariable()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, _ports[1]);
        other.Start();
        await using var application = _builder.Build();

        var fault = await Assert.ThrowsAsync<DistributedApplicationException>(() => application.StartAsync());

        Assert.Equal(
            $"Port {_ports[1]} for the dashboard is in use by another program; move it with dotnet run -e "
            + "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://localhost:<port>, or start without a dashboard by --no-launch-profile",
            fault.Message);
    }

    private static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}");

    private IResourceBuilder<ProjectResource> AddSample(string name) =>
        _builder.AddProject<Projects.Aspire_Hosting_Sample>(name).WithHttpEndpoint().WithHttpHealthCheck("/health");
}
