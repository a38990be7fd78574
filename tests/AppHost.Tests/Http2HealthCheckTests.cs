using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Digits.AppHost.Tests;

public sealed class Http2HealthCheckTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(3));
    private readonly IDistributedApplicationBuilder _builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
    {
        ProjectDirectory = Projects.AppHost_Tests.ProjectPath,
    });

    [Fact]
    public async Task WithHttp2HealthCheck_Http2Service_IsHealthy()
    {
        AddSample().WithEnvironment("SAMPLE_HTTP2", "1");

        await using var application = await StartAsync();

        var healthy = await application.ResourceNotifications.WaitForResourceHealthyAsync("sample", _limit.Token);
        Assert.Equal(HealthStatus.Healthy, Assert.Single(healthy.Snapshot.HealthReports).Status);
        await application.StopAsync(_limit.Token);
    }

    [Fact]
    public async Task WithHttp2HealthCheck_ServiceAnswers503_IsUnhealthyAndSaysWhy()
    {
        AddSample().WithEnvironment("SAMPLE_HTTP2", "1").WithEnvironment("SAMPLE_UNHEALTHY", "1");

        await using var application = await StartAsync();

        await ReportAsync(application, report => report is { Status: HealthStatus.Unhealthy, Description: "/health answered 503, Not now." });
        await application.StopAsync(_limit.Token);
    }

    [Fact]
    public async Task WithHttp2HealthCheck_ServiceSpeaksHttp1Only_IsUnhealthy()
    {
        AddSample();

        await using var application = await StartAsync();

        await ReportAsync(application, report => report is { Status: HealthStatus.Unhealthy, ExceptionText: { } fault } && fault.Contains("HTTP", StringComparison.Ordinal));
        await application.StopAsync(_limit.Token);
    }

    public void Dispose() => _limit.Dispose();

    private IResourceBuilder<ProjectResource> AddSample() =>
        _builder.AddProject<Projects.Aspire_Hosting_Sample>("sample").WithHttpEndpoint().WithHttp2HealthCheck("/health");

    private async Task<DistributedApplication> StartAsync()
    {
        var application = _builder.Build();
        await application.StartAsync(_limit.Token);
        return application;
    }

    private Task<ResourceEvent> ReportAsync(DistributedApplication application, Func<HealthReportSnapshot, bool> isWanted) =>
        application.ResourceNotifications.WaitForResourceAsync("sample", e => e.Snapshot.HealthReports.Any(isWanted), _limit.Token);
}
