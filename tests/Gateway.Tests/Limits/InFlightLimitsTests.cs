using System.Net.Http.Headers;
using Digits.Test.V1;

namespace Digits.Gateway.Tests.Limits;

public sealed class InFlightLimitsTests
{
    [Fact]
    public async Task Watch_BeyondTheLimit_Is429AndPlainCallsGoOn()
    {
        await using var host = await GatewayHost.StartAsync(null, "--Gateway:Streams:Total=4", "--Gateway:Streams:PerCaller=2");
        host.Library.OnWatch = async (_, stream, context) =>
        {
            await stream.WriteAsync(new WatchShelfResponse { Sequence = 1 });
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        };
        using var first = await host.Http.SendAsync("GET", "/test/v1/shelves/a:watch");
        using var second = await host.Http.SendAsync("GET", "/test/v1/shelves/b:watch");

        using var third = await host.Http.SendAsync("GET", "/test/v1/shelves/c:watch");

        var problem = await third.ReadProblemAsync(429);
        Assert.Equal("TOO_MANY_STREAMS", (string?)problem["reason"]);
        Assert.True(third.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        await host.Http.GetJsonAsync("/test/v1/titles");
    }

    [Fact]
    public async Task Upload_BeyondTheLimit_Is429UntilOneIsOver()
    {
        await using var host = await GatewayHost.StartAsync(null, "--Gateway:Uploads:Total=1", "--Gateway:Uploads:PerCaller=1");
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        host.Library.OnDonate = async (_, _) =>
        {
            begun.TrySetResult();
            await release.Task;
            return new DonateResponse();
        };
        var running = PostAsync(host);
        await begun.Task;

        using (var refused = await PostAsync(host))
        {
            Assert.Equal("TOO_MANY_UPLOADS", (string?)(await refused.ReadProblemAsync(429))["reason"]);
        }

        release.SetResult();
        using var good = await running;
        await good.ReadJsonAsync();
        using var next = await PostAsync(host);
        await next.ReadJsonAsync();
    }

    [Fact]
    public async Task Call_BeyondTheLimit_WaitsForItsTurnAndOnlyThenIs429()
    {
        await using var host = await GatewayHost.StartAsync(
            null, "--Gateway:Calls:Total=2", "--Gateway:Calls:PerCaller=2", "--Gateway:CallTimeout=00:00:02");

        // Two run until their deadline, two wait and then run, and the others are more than may wait.
        var calls = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Http.SendAsync("GET", "/test/v1/fail?hang=true")));

        Assert.Equal(4, calls.Count(call => (int)call.StatusCode == 504));
        Assert.Equal(4, calls.Count(call => (int)call.StatusCode == 429));
        Array.ForEach(calls, call => call.Dispose());
    }

    private static async Task<HttpResponseMessage> PostAsync(GatewayHost host)
    {
        using var content = new ByteArrayContent(new byte[100]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await host.Http.PostAsync(new Uri("/test/v1/books:donate", UriKind.Relative), content);
    }
}
