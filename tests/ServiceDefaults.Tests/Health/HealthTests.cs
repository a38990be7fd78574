using System.Net;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Digits.ServiceDefaults.Tests.Health;

public sealed class HealthTests
{
    private const string Inference = "digits.inference.v1.InferenceService";

    [Theory]
    [InlineData("")]
    [InlineData(Inference)]
    public async Task Check_MappedService_IsServing(string service)
    {
        await using var server = await DefaultsServer.StartAsync(new InferenceDouble());

        var response = await Client(server).CheckAsync(new HealthCheckRequest { Service = service });

        Assert.Equal(ServingStatus.Serving, response.Status);
    }

    [Fact]
    public async Task Check_UnknownService_IsNotFound()
    {
        await using var server = await DefaultsServer.StartAsync(new InferenceDouble());

        var exception = await Assert.ThrowsAsync<RpcException>(() => Client(server).CheckAsync(new HealthCheckRequest { Service = "none" }).ResponseAsync);

        Assert.Equal(StatusCode.NotFound, exception.StatusCode);
    }

    [Fact]
    public async Task Check_UnhealthyCheck_IsNotServingAndHttpSaysUnavailable()
    {
        await using var server = await DefaultsServer.StartAsync(new InferenceDouble(), services =>
            services.AddHealthChecks()
                .AddCheck("full", () => HealthCheckResult.Unhealthy("The volume is full."))
                .AddCheck("broken", () => HealthCheckResult.Unhealthy())
                .AddCheck("well", () => HealthCheckResult.Healthy("All is well.")));

        var response = await Client(server).CheckAsync(new HealthCheckRequest());

        Assert.Equal(ServingStatus.NotServing, response.Status);
        using var health = await server.Http.GetAsync("/health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal("Unhealthy: The volume is full. The check broken failed.", await health.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync("/alive")).StatusCode);
    }

    [Fact]
    public async Task Check_LivenessOfAnUnhealthyProcess_IsServing()
    {
        await using var server = await DefaultsServer.StartAsync(new InferenceDouble(), services =>
            services.AddHealthChecks().AddCheck("broken", () => HealthCheckResult.Unhealthy()));

        var response = await Client(server).CheckAsync(new HealthCheckRequest { Service = "liveness" });

        Assert.Equal(ServingStatus.Serving, response.Status);
    }

    [Fact]
    public async Task Watch_ServiceStops_SendsServingThenNotServingThenEnds()
    {
        await using var server = await DefaultsServer.StartAsync(new InferenceDouble());
        using var call = Client(server).Watch(new HealthCheckRequest());
        var states = call.ResponseStream;

        Assert.True(await states.MoveNext(default));
        Assert.Equal(ServingStatus.Serving, states.Current.Status);
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.True(await states.MoveNext(default));
        Assert.Equal(ServingStatus.NotServing, states.Current.Status);
        Assert.False(await states.MoveNext(default));
    }

    private static Grpc.Health.V1.Health.HealthClient Client(DefaultsServer server) => new(server.Channel);
}
