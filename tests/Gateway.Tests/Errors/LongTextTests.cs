using Digits.ServiceDefaults.Errors;
using Digits.Test.V1;

namespace Digits.Gateway.Tests.Errors;

/// <summary>A caller's endless text harms nobody else and comes back short.</summary>
public sealed class LongTextTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const int Callers = 8;

    [Theory]
    [InlineData("n")]
    [InlineData("め")]
    [InlineData("𝟟")]
    public async Task Fail_EndlessNameEchoedByTheService_IsRefusedAndDisturbsNoOther(string letter)
    {
        var name = string.Concat(Enumerable.Repeat(letter, 33_000));
        var watching = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        gateway.Host.Library.OnWatch = async (_, stream, _) =>
        {
            await stream.WriteAsync(new WatchShelfResponse { Sequence = 1 });
            watching.SetResult();
            await release.Task;
            await stream.WriteAsync(new WatchShelfResponse { Sequence = 2 });
        };
        using var watch = await gateway.Http.SendAsync("GET", "/test/v1/shelves/s:watch");
        await watching.Task;

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => caller % 2 == 0 ? RefuseAsync(name) : PredictAsync()));

        release.SetResult();
        Assert.Equal(3, (await watch.Content.ReadAsStringAsync()).Split('\n').Length);
    }

    /// <summary>A service that does not use <see cref="RpcErrors"/> is bounded too.</summary>
    [Fact]
    public async Task Fail_EndlessStatusOfABareException_IsCut()
    {
        using var response = await gateway.Http.PostTextAsync("/test/v1/fail", $$"""{"code": 5, "message": "{{new string('め', 33_000)}}"}""");

        var detail = (string?)(await response.ReadProblemAsync(404))["detail"];
        Assert.InRange(detail!.Length, 1, 1000);
    }

    [Theory]
    [InlineData("GET", "/test/v1/books/{0}")]
    [InlineData("GET", "/test/v1/echo?name={0}")]
    [InlineData("GET", "/test/v1/echo?{0}=1")]
    [InlineData("GET", "/nowhere/{0}")]
    [InlineData("PUT", "/test/v1/books/{0}")]
    public async Task Request_EndlessPartOfTheAddress_IsRefusedWithAShortText(string method, string address)
    {
        using var response = await gateway.Http.SendAsync(method, string.Format(null, address, new string('a', 5000)));

        Assert.InRange((int)response.StatusCode, 400, 405);
        Assert.InRange((await response.Content.ReadAsStringAsync()).Length, 1, 1500);
    }

    [Fact]
    public async Task Get_NameTooLong_NamesTheField()
    {
        using var response = await gateway.Http.SendAsync("GET", $"/test/v1/books/{new string('a', 300)}");

        Assert.NotNull((await response.ReadProblemAsync(400))["errors"]?["isbn"]);
    }

    [Theory]
    [InlineData("""{"{0}": 1}""")]
    [InlineData("""{"author": {"{0}": 1}}""")]
    [InlineData("""{"counts": {"{0}": "x"}}""")]
    [InlineData("""{"ranked": {"{0}": {}}}""")]
    [InlineData("""{"small": tru{0}}""")]
    public async Task Post_EndlessNamesInTheBody_AreCutInTheProblem(string body)
    {
        using var response = await gateway.Http.PostTextAsync("/test/v1/echo/x", body.Replace("{0}", new string('a', 50_000), StringComparison.Ordinal));

        await response.ReadProblemAsync(400);
        Assert.InRange((await response.Content.ReadAsStringAsync()).Length, 1, 3000);
    }

    private async Task RefuseAsync(string name)
    {
        using var response = await gateway.Http.PostTextAsync(
            "/test/v1/fail", $$"""{"code": 3, "reason": "UNKNOWN", "message": "There is no {{name}}.", "field": "{{name}}"}""");
        var problem = await response.ReadProblemAsync(400);
        Assert.Equal("UNKNOWN", (string?)problem["reason"]);
        Assert.InRange(((string?)problem["detail"])!.Length, 1, 1000);
    }

    private async Task PredictAsync()
    {
        for (var round = 0; round < 20; round++)
        {
            await gateway.Http.PostJsonAsync("/test/v1/echo/x", """{"small": 1}""");
        }
    }
}
