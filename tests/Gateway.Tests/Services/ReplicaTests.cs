using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Digits.Gateway.Proxy;
using Digits.Inference.V1;
using Digits.ServiceDefaults;
using Digits.Tests;
using Grpc.Core;
using Grpc.Net.Client;
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
        using var done = new CancellationTokenSource();
        var callers = Enumerable.Range(0, Callers).Select(_ => CallAsync(gateway, () => answers, done.Token)).ToArray();

        await UntilAsync(() => answers.Distinct().Count() == 2, callers);
        await first.StopAsync();
        answers = new ConcurrentQueue<string>();
        await UntilAsync(() => answers.Count > 200, callers);
        await done.CancelAsync();
        await Task.WhenAll(callers);

        Assert.Equal(["second"], answers.Distinct());
    }

    [Fact]
    public async Task Predict_NativeCalls_GoToEveryReplica()
    {
        var port = FreePorts.Next();
        await using var first = await StartReplicaAsync("first", IPAddress.Loopback, port);
        await using var second = await StartReplicaAsync("second", IPAddress.Parse("127.0.0.2"), port);
        await using var gateway = await GatewayHost.StartWithAsync(
            services => services
                .AddSingleton<ResolverFactory>(new AddressBook(port))
                .AddSingleton<HostLookup>((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.Parse("127.0.0.2")])),
            null,
            $"--Services:Inference=dns:///inference:{port}");
        using var channel = GrpcChannel.ForAddress(gateway.GrpcAddress);
        var client = new InferenceService.InferenceServiceClient(channel);

        var answers = new List<string>();
        for (var call = 0; call < 10; call++)
        {
            answers.Add((await client.PredictAsync(new PredictRequest())).Label);
        }

        Assert.Equal(5, answers.Count(answer => answer == "first"));
        Assert.Equal(5, answers.Count(answer => answer == "second"));
    }

    private static async Task CallAsync(GatewayHost gateway, Func<ConcurrentQueue<string>> answers, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            // A call that begins before the replica stops may be answered by it, however late the answer is looked at.
            var queue = answers();
            using var response = await gateway.Http.PostAsJsonAsync("/api/v1/predict", new { }, CancellationToken.None);
            Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync(CancellationToken.None));
            queue.Enqueue((await response.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None)).GetProperty("label").GetString()!);
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

    private static async Task<WebApplication> StartReplicaAsync(string name, IPAddress? address = null, int port = 0)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(address ?? IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
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
