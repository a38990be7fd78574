namespace Digits.Gateway.Tests;

/// <summary>One gateway for all tests of a class that do not need one of their own.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    private GatewayHost? _host;

    internal GatewayHost Host => _host!;

    internal HttpClient Http => Host.Http;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
