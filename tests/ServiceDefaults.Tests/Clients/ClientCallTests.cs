using System.Net;
using Digits.Inference.V1;
using Digits.ServiceDefaults.Clients;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Digits.ServiceDefaults.Tests.Clients;

/// <summary>Deadlines and retries of the registered clients, over a real connection.</summary>
public sealed class ClientCallTests
{
    private static readonly MethodDescriptor Predict = InferenceService.Descriptor.FindMethodByName("Predict");

    [Fact]
    public async Task Call_WithoutDeadline_GetsTheDefault()
    {
        var deadline = DateTime.MaxValue;
        await using var server = await StartAsync((_, context) =>
        {
            deadline = context.Deadline;
            return Task.FromResult(new PredictResponse());
        });
        using var host = CreateHost(server);

        await Client(host).PredictAsync(new PredictRequest());

        Assert.InRange(deadline - TimeProvider.System.GetUtcNow().UtcDateTime, DefaultDeadline.Time / 2, DefaultDeadline.Time);
    }

    [Fact]
    public async Task Call_WithADeadline_KeepsIt()
    {
        await using var server = await StartAsync(async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new PredictResponse();
        });
        using var host = CreateHost(server);

        var exception = await Assert.ThrowsAsync<RpcException>(
            () => Client(host).PredictAsync(new PredictRequest(), deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(200)).ResponseAsync);

        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    public async Task Call_ServiceUnavailableTwice_IsRepeatedOnlyWhereThatIsAllowed(bool isRepeatable, int expected)
    {
        var calls = 0;
        await using var server = await StartAsync((_, _) => Interlocked.Increment(ref calls) < 3
            ? throw new RpcException(new Status(StatusCode.Unavailable, "Not yet."))
            : Task.FromResult(new PredictResponse()));
        using var host = CreateHost(server, isRepeatable ? [Predict] : []);

        var exception = await Record.ExceptionAsync(() => Client(host).PredictAsync(new PredictRequest()).ResponseAsync);

        Assert.Equal(isRepeatable, exception is null);
        Assert.Equal(expected, calls);
    }

    private static InferenceService.InferenceServiceClient Client(IHost host) =>
        host.Services.GetRequiredService<InferenceService.InferenceServiceClient>();

    private static IHost CreateHost(WebApplication server, params MethodDescriptor[] repeatable)
    {
        var builder = Host.CreateApplicationBuilder([$"--Services:Inference={server.Urls.Single()}"]);
        builder.AddDigitsClient<InferenceService.InferenceServiceClient>(Peer.Inference, repeatable);
        return builder.Build();
    }

    private static async Task<WebApplication> StartAsync(Func<PredictRequest, ServerCallContext, Task<PredictResponse>> predict)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.AddGrpcDefaults(InferenceService.Descriptor);
        builder.Services.AddSingleton(new InferenceDouble(predict));
        var app = builder.Build();
        app.MapGrpcService<InferenceDouble>();
        await app.StartAsync();
        return app;
    }
}
