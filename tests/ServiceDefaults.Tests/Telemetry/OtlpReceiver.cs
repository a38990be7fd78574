using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Digits.ServiceDefaults.Tests.Telemetry;

/// <summary>Takes what is sent by OTLP over HTTP. The messages hold names as UTF-8 and ids as bytes, so that both can be looked for.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _received = new();

    private OtlpReceiver(WebApplication app)
    {
        _app = app;
        app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            var text = Encoding.Latin1.GetString(body.ToArray());
            _received.AddOrUpdate(signal, text, (_, before) => before + text);
        });
    }

    public string Address => _app.Urls.Single();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var receiver = new OtlpReceiver(builder.Build());
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>All that came of a signal: <c>traces</c>, <c>metrics</c> or <c>logs</c>.</summary>
    public string Received(string signal) => _received.GetValueOrDefault(signal, "");

    /// <summary>Waits until a text has come, as often as asked for or more.</summary>
    public async Task WaitForAsync(string signal, string text, int times = 1)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (Received(signal).Split(text).Length <= times)
        {
            await Task.Delay(20, limit.Token);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
