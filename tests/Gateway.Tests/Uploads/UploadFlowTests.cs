using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Digits.ServiceDefaults.Errors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Digits.Gateway.Tests.Uploads;

/// <summary>What happens while an upload is under way.</summary>
public sealed class UploadFlowTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Donate = "/test/v1/books:donate";
    private const long Huge = 512L << 20;

    // Sockets, Kestrel's pipes and two HTTP/2 windows hold some megabytes; the rest must stay with the sender.
    private const long MostInFlight = 48L << 20;

    [Fact]
    public async Task Post_ServiceReadsNothing_SenderIsHeldBack()
    {
        var reading = new TaskCompletionSource();
        var refuse = new TaskCompletionSource();
        gateway.Host.Library.OnDonate = async (stream, context) =>
        {
            await stream.MoveNext(context.CancellationToken);
            reading.SetResult();
            await refuse.Task;
            throw RpcErrors.ResourceExhausted("FULL", "The shelves are full.");
        };
        using var body = new PatternStream(Huge);
        using var content = new StreamContent(body, 1 << 16);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");

        var posting = gateway.Http.PostAsync(new Uri(Donate, UriKind.Relative), content);
        await reading.Task;
        await StandstillAsync(body);

        Assert.InRange(body.Position, 1, MostInFlight);
        refuse.SetResult();
        await Task.WhenAny(posting);
    }

    [Fact]
    public async Task Post_ServiceRefusesEarly_AnswerComesBeforeTheBodyIsSent()
    {
        gateway.Host.Library.OnDonate = (_, _) => throw RpcErrors.AlreadyExists("TAKEN", "The name is taken.");
        using var connection = await RawConnection.OpenAsync(gateway.Http);

        // A tenth of the body is sent, and then nothing more until the answer is there.
        await connection.WriteAsync($"POST {Donate}?giver=Jane HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\nContent-Length: 10000000\r\n\r\n");
        await connection.WriteAsync(new byte[1_000_000]);
        var head = await connection.ReadHeadAsync();

        Assert.StartsWith("HTTP/1.1 409 Conflict\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/problem+json\r\n", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ServiceRefusesWhileTheClientSends_ClientReadsTheProblem()
    {
        gateway.Host.Library.OnDonate = (_, _) => throw RpcErrors.InvalidArgument("BAD_NAME", "The name is bad.", ("name", "is bad"));
        using var content = new StreamContent(new PatternStream(8 << 20), 1 << 16);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");

        using var response = await gateway.Http.PostAsync(new Uri(Donate, UriKind.Relative), content);

        Assert.Equal("BAD_NAME", (string?)(await response.ReadProblemAsync(400))["reason"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_ServiceRefusesEarly_IsNoErrorInTheLog(bool isForm)
    {
        var errors = new ErrorLog();
        await using var host = await GatewayHost.StartWithAsync(services => services.AddSingleton<ILoggerProvider>(errors));
        host.Library.OnDonate = (_, _) => throw RpcErrors.InvalidArgument("TOO_MANY_FILES", "There are too many files.", ("files", "at most 3"));
        for (var attempt = 0; attempt < 30; attempt++)
        {
            // The service answers while the gateway waits for more of the body, before the caller sends the rest.
            using var connection = await RawConnection.OpenAsync(host.Http);
            var (type, part) = isForm
                ? ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\nabc")
                : ("application/octet-stream", "abc");
            await connection.WriteAsync($"POST {Donate} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nContent-Length: 200000\r\n\r\n{part}");
            Assert.StartsWith("HTTP/1.1 400 ", await connection.ReadHeadAsync(), StringComparison.Ordinal);
            await connection.WriteAsync(new byte[200_000 - part.Length]);
            await connection.ReadToEndAsync();
        }

        Assert.Empty(errors.Messages);
    }

    [Fact]
    public async Task Post_ServiceIsSatisfiedEarly_AnswerIsGood()
    {
        gateway.Host.Library.OnDonate = (_, _) => Task.FromResult(new Digits.Test.V1.DonateResponse());
        using var content = new StreamContent(new PatternStream(8 << 20), 1 << 16);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");

        using var response = await gateway.Http.PostAsync(new Uri(Donate, UriKind.Relative), content);

        Assert.Equal("[]", (await response.ReadJsonAsync())["files"]!.ToJsonString());
    }

    [Fact]
    public async Task Post_UnreachableService_Is503()
    {
        await using var host = await GatewayHost.StartAsync();
        await host.Grpc.DisposeAsync();
        using var content = new ByteArrayContent(new byte[1000]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");

        using var response = await host.Http.PostAsync(new Uri(Donate, UriKind.Relative), content);

        await response.ReadProblemAsync(503);
    }

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Messages { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Messages.Enqueue($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }

    // Held back means that the position stops moving; whoever is still moving has another look.
    private static async Task StandstillAsync(PatternStream body)
    {
        var last = -1L;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (last != body.Position && body.Position < Huge)
        {
            last = body.Position;
            await timer.WaitForNextTickAsync();
        }
    }
}
