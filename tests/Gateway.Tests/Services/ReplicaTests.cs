using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Digits.Inference.V1;
using Digits.ServiceDefaults;
using Digits.Tests;
using Grpc.Core;
using Grpc.Net.Client.Balancer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Digits.Gateway.Tests.Services;

/// <summary>More than one server of Inference behind one name.</summary>
public sealed class ReplicaTests
{
    private const int Callers = 4;

    [Fact]
    public async Task Predict_OneReplicaStopsUnderLoad_NoCallFails()
    {
        await using var first = await StartReplicaAsync("first");
        await using var second = await StartReplicaAsync("second");
        var ports = new AddressBook(new Uri(first.Urls.Single()).Port, new Uri(second.Urls.Single()).Port);
        await using var gateway = await GatewayHost.StartWithAsync(
            services => services.AddSingleton<ResolverFactory>(ports), null, "--Services:Inference=dns:///inference:8080", "--Gateway:RestartPatience=00:00:30");
        var answers = new ConcurrentQueue<string>();
        var afterwards = new ConcurrentQueue<string>();
        using var hasStopped = new ManualResetEventSlim();
        using var done = new CancellationTokenSource();
        var callers = Enumerable.Range(0, Callers).Select(_ => CallAsync(gateway, () => hasStopped.IsSet ? afterwards : answers, done.Token)).ToArray();

        await UntilAsync(() => answers.Distinct().Count() == 2, callers);
        await first.StopAsync();
        hasStopped.Set();
        await UntilAsync(() => afterwards.Count > 200, callers);
        await done.CancelAsync();
        await Task.WhenAll(callers);

        Assert.Equal(["second"], afterwards.Distinct());
    }

    // Where an answer belongs is decided when its call begins.
    private static async Task CallAsync(GatewayHost gateway, Func<ConcurrentQueue<string>> answersNow, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            var answers = answersNow();
            using var response = await gateway.Http.PostAsJsonAsync("/api/v1/predict", new { }, CancellationToken.None);
            Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync(CancellationToken.None));
            answers.Enqueue((await response.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None)).GetProperty("label").GetString()!);
        }
    }

    private static async Task UntilAsync(Func<bool> isReached, Task[] callers)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!isReached())
        {
            if (callers.FirstOrDefault(caller => caller.IsCompleted) is { } ended)
            {
                await ended;
            }

            await Task.Delay(10, limit.Token);
        }
    }

    private static async Task<WebApplication> StartReplicaAsync(string name)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.AddServiceDefaults();
        builder.AddGrpcDefaults();
        builder.Services.AddSingleton(new Replica(name));
        var app = builder.Build();
        app.MapGrpcService<Replica>();
        await app.StartAsync();
        return app;
    }

    private sealed class Replica(string name) : InferenceService.InferenceServiceBase
    {
        public override Task<PredictResponse> Predict(PredictRequest request, ServerCallContext context) =>
            Task.FromResult(new PredictResponse { Label = name });
    }
}
