using System.Net;
using System.Net.Sockets;
using Digits.Gateway.Proxy;
using Yarp.ReverseProxy.Configuration;

namespace Digits.Gateway.Tests.Proxy;

public sealed class ReplicaResolverTests
{
    private readonly Dictionary<string, IPAddress[]> _names = new()
    {
        ["inference-headless"] = [IPAddress.Parse("10.0.0.1"), IPAddress.Parse("fd00::1")],
    };

    [Theory]
    [InlineData("http://localhost:5083/")]
    [InlineData("https://inference:8443/")]
    public async Task Resolve_PlainAddress_IsKept(string address)
    {
        var (addresses, refresh) = await ResolveAsync(NewResolver(), address);

        Assert.Equal([address], addresses);
        Assert.Null(refresh);
    }

    [Fact]
    public async Task Resolve_NameOfManyHosts_IsEveryHost()
    {
        var (addresses, refresh) = await ResolveAsync(NewResolver(), "dns:///inference-headless:8080");

        Assert.Equal(["http://10.0.0.1:8080/", "http://[fd00::1]:8080/"], addresses);
        Assert.False(refresh);
    }

    [Fact]
    public async Task Resolve_NameServerFails_KeepsWhatIsKnown()
    {
        var resolver = NewResolver();
        await ResolveAsync(resolver, "dns:///inference-headless:8080");
        _names.Clear();

        var (addresses, _) = await ResolveAsync(resolver, "dns:///inference-headless:8080");

        Assert.Equal(2, addresses.Length);
    }

    [Fact]
    public async Task Resolve_NameThatIsNotThereYet_IsNothingForNow()
    {
        var (addresses, refresh) = await ResolveAsync(NewResolver(), "dns:///training-headless:8080");

        Assert.Empty(addresses);
        Assert.False(refresh);
    }

    private ReplicaResolver NewResolver() => new(
        (host, _) => _names.TryGetValue(host, out var found) ? Task.FromResult(found) : throw new SocketException((int)SocketError.HostNotFound),
        TimeProvider.System);

    private static async Task<(string[] Addresses, bool? HasChanged)> ResolveAsync(ReplicaResolver resolver, string address)
    {
        var destinations = new Dictionary<string, DestinationConfig> { ["service"] = new() { Address = address } };
        var resolved = await resolver.ResolveDestinationsAsync(destinations, CancellationToken.None);
        return ([.. resolved.Destinations.Values.Select(destination => destination.Address)], resolved.ChangeToken?.HasChanged);
    }
}
