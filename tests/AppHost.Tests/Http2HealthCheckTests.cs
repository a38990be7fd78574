using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Digits.AppHost.Tests;

public sealed class Http2HealthCheckTests
{
    [Fact]
    public async Task Check_Http2Service_IsHealthy()
    {
        await using var service = await StartAsync(HttpProtocols.Http2, StatusCodes.Status200OK);

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(service)).Status);
    }

    [Fact]
    public async Task Check_ServiceAnswers503_IsUnhealthyAndSaysWhy()
    {
        await using var service = await StartAsync(HttpProtocols.Http2, StatusCodes.Status503ServiceUnavailable, "Not now.");

        var result = await CheckAsync(service);

        Assert.Equal(HealthStatus.Unhealthy, result.Status);
        Assert.Equal("/health answered 503, Not now.", result.Description);
    }

    [Fact]
    public async Task Check_ServiceSpeaksHttp1Only_IsUnhealthy()
    {
        await using var service = await StartAsync(HttpProtocols.Http1, StatusCodes.Status200OK);

        var result = await CheckAsync(service);

        Assert.Equal(HealthStatus.Unhealthy, result.Status);
        Assert.IsType<HttpRequestException>(result.Exception);
    }

    private static Task<HealthCheckResult> CheckAsync(WebApplication service)
    {
        var check = new Http2HealthCheck(() => service.Urls.Single(), "/health");
        var registration = new HealthCheckRegistration("service", check, HealthStatus.Unhealthy, tags: null);
        return check.CheckHealthAsync(new HealthCheckContext { Registration = registration });
    }

    private static async Task<WebApplication> StartAsync(HttpProtocols protocols, int status, string text = "")
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        var app = builder.Build();
        app.MapGet("/health", () => Results.Text(text, statusCode: status));
        await app.StartAsync();
        return app;
    }
}
