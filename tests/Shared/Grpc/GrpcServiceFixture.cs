using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Digits.Tests;

/// <summary>
/// A service as it is deployed, started from its own Program inside the test process, on real Kestrel at a free port of this host.
/// </summary>
/// <typeparam name="TProgram">The service's Program.</typeparam>
internal sealed class GrpcServiceFixture<TProgram> : WebApplicationFactory<TProgram>
    where TProgram : class
{
    private readonly Dictionary<string, string?> _settings;
    private readonly Action<IServiceCollection>? _configureServices;

    /// <summary>Starts the service; it listens when the constructor returns.</summary>
    /// <param name="settings">Configuration keys as the environment would set them, such as <c>DIGITS_DATA_VOLUME</c>.</param>
    /// <param name="configureServices">Replaces what a test wants to be different, such as the clock.</param>
    public GrpcServiceFixture(IEnumerable<(string Key, string Value)> settings, Action<IServiceCollection>? configureServices = null)
    {
        _settings = settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value);
        _settings["urls"] = "http://127.0.0.1:0";

        // What a service does by itself at its first start, only tests about it want.
        _settings.TryAdd("Starter:Enabled", "false");
        _configureServices = configureServices;
        UseKestrel();
        StartServer();
        Address = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Channel = GrpcChannel.ForAddress(Address);
    }

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    protected override IHost CreateHost(IHostBuilder builder)
    {
        builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(_settings));
        if (_configureServices is not null)
        {
            builder.ConfigureServices(_configureServices);
        }

        return base.CreateHost(builder);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Channel?.Dispose();
        }

        base.Dispose(disposing);
    }
}
