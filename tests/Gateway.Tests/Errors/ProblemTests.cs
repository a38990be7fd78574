using System.Net.Http.Headers;

namespace Digits.Gateway.Tests.Errors;

public sealed class ProblemTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Theory]
    [InlineData(5, 404, "NOT_FOUND", "no such thing")]
    [InlineData(9, 400, "FAILED_PRECONDITION", "not yet")]
    [InlineData(8, 429, "RESOURCE_EXHAUSTED", "queue is full")]
    [InlineData(14, 503, "UNAVAILABLE", "starting")]
    public async Task Fail_CodeOfTheService_BecomesItsStatusWithTheMessage(int code, int status, string name, string message)
    {
        using var response = await gateway.Http.PostTextAsync("/test/v1/fail", $$"""{"code": {{code}}, "message": "{{message}}"}""");

        var problem = await response.ReadProblemAsync(status);
        Assert.Equal(name, (string?)problem["code"]);
        Assert.Equal(message, (string?)problem["detail"]);
        Assert.Equal("about:blank", (string?)problem["type"]);
        Assert.False(string.IsNullOrEmpty((string?)problem["title"]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(13)]
    public async Task Fail_InternalCode_KeepsTheTextBack(int code)
    {
        using var response = await gateway.Http.PostTextAsync("/test/v1/fail", $$"""{"code": {{code}}, "message": "secret at /var/lib"}""");

        var problem = await response.ReadProblemAsync(500);
        Assert.Equal("Something went wrong in the service Processing; its log tells more.", (string?)problem["detail"]);
    }

    [Fact]
    public async Task Fail_ExceptionInTheService_TellsNothingOfIt()
    {
        using var response = await gateway.Http.PostTextAsync("/test/v1/fail", """{"code": -1}""");

        var problem = await response.ReadProblemAsync(500);
        Assert.DoesNotContain("secret", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fail_DetailsOfTheStatus_BecomeReasonAndErrors()
    {
        using var response = await gateway.Http.GetAsync(new Uri("/test/v1/fail?reason=BAD_COUNT&message=wrong&field=copy_count", UriKind.Relative));

        var problem = await response.ReadProblemAsync(400);
        Assert.Equal("BAD_COUNT", (string?)problem["reason"]);
        Assert.Equal("is bad", (string?)problem["errors"]?["copyCount"]?[0]);
    }

    [Fact]
    public async Task GetRun_UnknownRun_Is404WithTheReason()
    {
        using var response = await gateway.Http.GetAsync(new Uri("/api/v1/runs/nope", UriKind.Relative));

        var problem = await response.ReadProblemAsync(404);
        Assert.Equal("RUN_NOT_FOUND", (string?)problem["reason"]);
        Assert.Equal("There is no run \"nope\".", (string?)problem["detail"]);
    }

    [Fact]
    public async Task Request_UnknownAddress_Is404Problem()
    {
        using var response = await gateway.Http.GetAsync(new Uri("/api/v1/nothing/here", UriKind.Relative));

        var problem = await response.ReadProblemAsync(404);
        Assert.Equal("UNKNOWN_ROUTE", (string?)problem["reason"]);
        Assert.Equal("There is nothing at /api/v1/nothing/here.", (string?)problem["detail"]);
    }

    [Fact]
    public async Task Request_OtherMethod_Is405WithAllow()
    {
        using var response = await gateway.Http.SendAsync("PUT", "/api/v1/runs");

        await response.ReadProblemAsync(405);
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task Request_UnreachableService_Is503NamingIt()
    {
        using var response = await gateway.Http.GetAsync(new Uri("/api/v1/served-models", UriKind.Relative));

        var problem = await response.ReadProblemAsync(503);
        Assert.Equal(
            "The Inference service does not run or cannot be reached. Start it from the Aspire dashboard, with "
                + "\"dotnet run --project Inference.Grpc\" or in your cluster, then try again.",
            (string?)problem["detail"]);
        Assert.Equal("SERVICE_NOT_RUNNING", (string?)problem["reason"]);
        Assert.Equal("UNAVAILABLE", (string?)problem["code"]);
        Assert.DoesNotContain("127.0.0.1", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ServiceUnavailableTwice_IsTriedAgain()
    {
        var answer = await gateway.Http.GetJsonAsync("/test/v1/fail?code=14&times=2&message=get");

        Assert.Equal(3, (int)answer["calls"]!);
    }

    [Fact]
    public async Task Request_MethodThatTheServiceLacks_Is501()
    {
        using var response = await gateway.Http.GetAsync(new Uri("/api/v1/presets", UriKind.Relative));

        await response.ReadProblemAsync(501);
    }

    [Fact]
    public async Task Request_ServiceTooSlow_Is504()
    {
        await using var host = await GatewayHost.StartAsync(null, "--Gateway:CallTimeout=00:00:00.100");

        using var response = await host.Http.GetAsync(new Uri("/test/v1/fail?hang=true", UriKind.Relative));

        var problem = await response.ReadProblemAsync(504);
        Assert.Equal("The service Processing did not answer in time.", (string?)problem["detail"]);
    }

    [Fact]
    public async Task Request_ServiceComesLater_IsAnsweredThen()
    {
        await using var host = await GatewayHost.StartAsync();
        var address = host.Grpc.Address;
        await host.Grpc.DisposeAsync();
        using (var response = await host.Http.GetAsync(new Uri("/api/v1/runs", UriKind.Relative)))
        {
            await response.ReadProblemAsync(503);
        }

        await using var again = await GrpcHost.StartAsync(address);
        var status = 503;
        while (status == 503)
        {
            using var response = await host.Http.GetAsync(new Uri("/api/v1/runs", UriKind.Relative));
            status = (int)response.StatusCode;
        }

        Assert.Equal(200, status);
    }

    [Fact]
    public async Task Post_BodyOverTheLimit_Is413NamingTheLimit()
    {
        await using var host = await GatewayHost.StartAsync(null, "--Gateway:MaxBodyBytes=1048576");
        using var content = new ByteArrayContent(new byte[(1 << 20) + 1]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var response = await host.Http.PostAsync(new Uri("/api/v1/runs", UriKind.Relative), content);

        var problem = await response.ReadProblemAsync(413);
        Assert.Equal("The body is larger than 1 MiB.", (string?)problem["detail"]);
    }
}
