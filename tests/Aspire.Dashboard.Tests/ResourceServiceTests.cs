using System.Net;
using System.Text.Json;
using Aspire.Dashboard.Tests.Support;
using Aspire.DashboardService.Proto.V1;
using Google.Protobuf.WellKnownTypes;

namespace Aspire.Dashboard.Tests;

/// <summary>The dashboard beside an application host that comes, goes and comes again.</summary>
public sealed class ResourceServiceTests : IAsyncLifetime
{
    private readonly ApplicationHost _host = new();
    private DashboardProcess _dashboard = null!;

    public async Task InitializeAsync() => _dashboard = await DashboardProcess.StartAsync(_host.Variables);

    public async Task DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _host.StopAsync();
    }

    [Fact]
    public async Task Resources_HostComesGoesAndComesAgain_AreAsItSays()
    {
        await using var events = await EventReader.OpenAsync(_dashboard, "api/events");
        Assert.Equal("Connecting", (await events.NextAsync("resources")).GetProperty("connection").GetString());

        _host.Set(Gateway("Starting"));
        await _host.StartAsync();
        var first = await events.NextAsync("resources", data => data.GetProperty("connection").GetString() == "Connected");
        Assert.Equal("Digits", first.GetProperty("application").GetString());
        Assert.Equal(("gateway-x1", "gateway", "Starting"), Described(first));

        _host.Set(Gateway("Running"));
        await events.NextAsync("resources", data => Described(data).State == "Running");

        await _host.StopAsync();
        var lost = await events.NextAsync("resources", data => data.GetProperty("connection").GetString() == "Lost");
        Assert.Equal("Running", Described(lost).State);

        _host.Set(Gateway("Finished"));
        await _host.StartAsync();
        await events.NextAsync("resources", data => data.GetProperty("connection").GetString() == "Connected" && Described(data).State == "Finished");
    }

    [Fact]
    public async Task Details_OfAResource_HaveItsEnvironment()
    {
        var gateway = Gateway("Running");
        gateway.Environment.Add(new EnvironmentVariable { Name = "SECRET", Value = "hidden", IsFromSpec = true });
        await StartAsync(gateway);

        var details = await _dashboard.GetAsync("resources/gateway-x1");
        using var missing = await _dashboard.Http.GetAsync("api/resources/nobody");

        Assert.Equal("hidden", details.GetProperty("environment")[0].GetProperty("value").GetString());
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Command_Known_IsSentAndAnswered()
    {
        await StartAsync(Gateway("Running"));
        _host.CommandAnswer = new() { Kind = ResourceCommandResponseKind.Failed, ErrorMessage = "It does not stop." };

        using var answer = await _dashboard.Http.PostAsync("api/resources/gateway-x1/commands/resource-stop", null);
        using var unknown = await _dashboard.Http.PostAsync("api/resources/gateway-x1/commands/resource-explode", null);

        var result = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(("Failed", "It does not stop."), (result.GetProperty("result").GetString(), result.GetProperty("message").GetString()));
        Assert.Equal([("gateway-x1", "resource-stop")], _host.Commands);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Command_HostAway_IsAFailureInWords()
    {
        await StartAsync(Gateway("Running"));
        await _host.StopAsync();

        using var answer = await _dashboard.Http.PostAsync("api/resources/gateway-x1/commands/resource-stop", null);

        var result = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(("Failed", "The application host cannot be reached."), (result.GetProperty("result").GetString(), result.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task Console_BacklogThenNewLines_AndAllAgainAfterARestart()
    {
        await StartAsync(Gateway("Running"));
        _host.Write("gateway-x1", Line(1, "first"), Line(2, "second", isError: true));
        await using var events = await EventReader.OpenAsync(_dashboard, "api/events?console=gateway-x1");

        Assert.Equal(JsonValueKind.Null, (await events.NextAsync("console")).ValueKind);
        Assert.Equal([(1, "first", false), (2, "second", true)], Lines(await events.NextAsync("console")));
        _host.Write("gateway-x1", Line(3, "third"));
        Assert.Equal([(3, "third", false)], Lines(await events.NextAsync("console", data => Lines(data).Count > 0)));

        await _host.StopAsync();
        await _host.StartAsync();
        await events.NextAsync("console", data => data.ValueKind == JsonValueKind.Null);
        Assert.Equal(3, Lines(await events.NextAsync("console")).Count);
    }

    [Fact]
    public async Task Host_WithAnotherKey_IsNotBelieved()
    {
        await using var stranger = await DashboardProcess.StartAsync([.. _host.Variables, ("Dashboard__ResourceServiceClient__ApiKey", "another")]);
        _host.Set(Gateway("Running"));
        await _host.StartAsync();
        await using var own = await EventReader.OpenAsync(_dashboard, "api/events");
        await own.NextAsync("resources", data => data.GetProperty("connection").GetString() == "Connected");
        await using var events = await EventReader.OpenAsync(stranger, "api/events");

        Assert.Equal(0, (await events.NextAsync("resources")).GetProperty("resources").GetArrayLength());
    }

    private async Task StartAsync(Resource resource)
    {
        _host.Set(resource);
        await _host.StartAsync();
        await using var events = await EventReader.OpenAsync(_dashboard, "api/events");
        await events.NextAsync("resources", data => data.GetProperty("connection").GetString() == "Connected");
    }

    private static Resource Gateway(string state) => new()
    {
        Name = "gateway-x1",
        DisplayName = "gateway",
        ResourceType = "Project",
        State = state,
        CreatedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch),
        Commands = { new ResourceCommand { Name = "resource-stop", DisplayName = "Stop" } },
    };

    private static ConsoleLogLine Line(int number, string text, bool isError = false) => new() { LineNumber = number, Text = text, IsStdErr = isError };

    private static (string? Name, string? DisplayName, string? State) Described(JsonElement data)
    {
        var resource = data.GetProperty("resources")[0];
        return (resource.GetProperty("name").GetString(), resource.GetProperty("displayName").GetString(), resource.GetProperty("state").GetString());
    }

    private static List<(int Number, string? Text, bool IsError)> Lines(JsonElement data) =>
        [.. data.EnumerateArray().Select(line => (line.GetProperty("number").GetInt32(), line.GetProperty("text").GetString(), line.GetProperty("isError").GetBoolean()))];
}
