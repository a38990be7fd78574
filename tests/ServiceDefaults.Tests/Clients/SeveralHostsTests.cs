using System.Net;
using Digits.Inference.V1;
using Digits.ServiceDefaults.Clients;
using Digits.Tests;
using Grpc.Core;
using Grpc.Net.Client.Balancer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Digits.ServiceDefaults.Tests.Clients;

/// <summary>One name behind which there is more than one server.</summary>
public sealed class SeveralHostsTests
{
    [Fact]
    public async Task Call_NameWithTwoHosts_ReachesBothInTurns()
    {
        await using var first = await StartServerAsync("first");
        await using var second = await StartServerAsync("second");
        using var client = CreateClient(first, second);
        var answers = new List<string>();

        // Until both connections stand, whoever stands first answers.
        await UntilAsync(async () =>
        {
            answers.Add(await client.AskAsync());
            return answers.Distinct().Count() == 2;
        });
        answers.Clear();
        for (var call = 0; call < 20; call++)
        {
            answers.Add(await client.AskAsync());
        }

        Assert.Equal([10, 10], answers.CountBy(answer => answer).Select(count => count.Value));
    }

    [Fact]
    public async Task Stop_WithDrain_AnswersUntilTheTimeIsOverWhileUnhealthy()
    {
        await using var server = await StartServerAsync("one", drainSeconds: 2);
        using var client = CreateClient(server);
        await client.AskAsync();
        using var http = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        var stopping = StopAsync(server);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync(new Uri(new Uri(server.Urls.Single()), "/health"))).StatusCode);
        Assert.Equal("one", await client.AskAsync());
        Assert.False(stopping.IsCompleted);
        await stopping;
        await Assert.ThrowsAsync<RpcException>(() => client.AskAsync());
    }

    // As a signal does it.
    private static Task StopAsync(WebApplication server)
    {
        server.Lifetime.StopApplication();
        return server.StopAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> isReached)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await isReached())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private static async Task<WebApplication> StartServerAsync(string name, int drainSeconds = 0)
    {
        var builder = WebApplication.CreateBuilder([$"--Shutdown:DrainSeconds={drainSeconds}"]);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.AddServiceDefaults();
        builder.AddGrpcDefaults(InferenceService.Descriptor);
        builder.Services.AddSingleton(new InferenceDouble((_, _) => Task.FromResult(new PredictResponse { Label = name })));
        var app = builder.Build();
        app.MapGrpcService<InferenceDouble>();
        app.MapDefaultEndpoints();
        await app.StartAsync();
        return app;
    }

    private static Caller CreateClient(params WebApplication[] servers)
    {
        var builder = Host.CreateApplicationBuilder(["--Services:Inference=dns:///inference:8080"]);
        builder.Services.AddSingleton<ResolverFactory>(new AddressBook([.. servers.Select(server => new Uri(server.Urls.Single()).Port)]));
        builder.AddDigitsClient<InferenceService.InferenceServiceClient>(Peer.Inference);
        return new Caller(builder.Build());
    }

    private sealed class Caller(IHost host) : IDisposable
    {
        private readonly InferenceService.InferenceServiceClient _client = host.Services.GetRequiredService<InferenceService.InferenceServiceClient>();

        public async Task<string> AskAsync()
        {
            var response = await _client.PredictAsync(new PredictRequest());
            return response.Label;
        }

        public void Dispose() => host.Dispose();
    }
}
