using System.Diagnostics;
using System.Net;
using System.Text;
using Digits.Inference.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Digits.ServiceDefaults.Tests.Telemetry;

/// <summary>Real servers, real calls, and a receiver that looks at what is sent about them.</summary>
public sealed class TelemetryTests
{
    private const string Method = "digits.inference.v1.InferenceService/Predict";

    [Fact]
    public async Task Call_WithReceiver_IsOneTraceOfBothSides()
    {
        using var source = new ActivitySource("Digits.Tests");
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var app = await StartAsync(receiver);
        using var channel = GrpcChannel.ForAddress(app.Urls.Single());
        string trace;
        using (var root = source.StartActivity("digits.test"))
        {
            trace = Encoding.Latin1.GetString(Convert.FromHexString(root!.TraceId.ToHexString()));
            await new InferenceService.InferenceServiceClient(channel).PredictAsync(new PredictRequest());
        }

        // The test's own span, the client's of gRPC and of HTTP, and the server's.
        await receiver.WaitForAsync("traces", trace, times: 4);

        var traces = receiver.Received("traces");
        Assert.Contains("digits.test", traces, StringComparison.Ordinal);
        Assert.Contains(Method, traces, StringComparison.Ordinal);
        Assert.Contains("rpc.response.status_code", traces, StringComparison.Ordinal);
        Assert.Contains("digits-under-test", traces, StringComparison.Ordinal);
        Assert.Equal(4, traces.Split(trace).Length - 1);
    }

    [Fact]
    public async Task Request_WithRoute_IsNamedAfterItAndHasItsStatus()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var app = await StartAsync(receiver);
        using var http = Http2(app);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/busy/7")).StatusCode);

        await receiver.WaitForAsync("traces", "GET /busy/{id}");
        Assert.Contains("http.response.status_code", receiver.Received("traces"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HealthCheck_WithReceiver_LeavesNoTrace()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var app = await StartAsync(receiver);
        using var http = Http2(app);

        await http.GetAsync("/health");
        await http.GetAsync("/busy/1");

        await receiver.WaitForAsync("traces", "GET /busy/{id}");
        Assert.DoesNotContain("GET /health", receiver.Received("traces"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_WithReceiver_LeavesATraceOnlyWhenItIsMissing()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var app = await StartAsync(receiver);
        using var http = Http2(app);

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/page.css")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/missing.css")).StatusCode);

        // With its length before it, it is the path in a server's span and not the end of the address in a client's.
        await receiver.WaitForAsync("traces", "\f/missing.css");
        Assert.DoesNotContain("\t/page.css", receiver.Received("traces"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_WithReceiver_ArrivesWithItsText()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var app = await StartAsync(receiver);

        app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Digits.Tests").Log(LogLevel.Warning, new EventId(1), "A pear", null, (text, _) => text);

        await receiver.WaitForAsync("logs", "A pear");
    }

    [Fact]
    public async Task Measurements_WithReceiver_HoldTheFrameworksOwn()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var app = await StartAsync(receiver);
        using var http = Http2(app);

        await http.GetAsync("/busy/1");

        await receiver.WaitForAsync("metrics", "http.server.request.duration");
        await receiver.WaitForAsync("metrics", "dotnet.process.memory.working_set");
    }

    [Fact]
    public async Task Stop_ReceiverGone_EndsSoon()
    {
        var receiver = await OtlpReceiver.StartAsync();
        await using var app = await StartAsync(receiver);
        await receiver.DisposeAsync();
        using var http = Http2(app);
        await http.GetAsync("/busy/1");

        await app.StopAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static HttpClient Http2(WebApplication app) => new()
    {
        BaseAddress = new Uri(app.Urls.Single()),
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private static async Task<WebApplication> StartAsync(OtlpReceiver receiver)
    {
        var builder = WebApplication.CreateBuilder(
        [
            $"--OTEL_EXPORTER_OTLP_ENDPOINT={receiver.Address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            "--OTEL_SERVICE_NAME=digits-under-test", "--OTEL_BSP_SCHEDULE_DELAY=50", "--OTEL_BLRP_SCHEDULE_DELAY=50", "--OTEL_METRIC_EXPORT_INTERVAL=100",
        ]);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.AddServiceDefaults();
        builder.AddGrpcDefaults(InferenceService.Descriptor);
        builder.Services.AddSingleton(new InferenceDouble());
        var app = builder.Build();
        app.MapGrpcService<InferenceDouble>();
        app.MapGet("/busy/{id}", () => Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
        app.MapDefaultEndpoints();
        app.Map("/page.css", page => page.Run(context => context.Response.WriteAsync("p { color: black }")));
        await app.StartAsync();
        return app;
    }
}
