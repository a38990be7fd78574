using Digits.ServiceDefaults.Clients;
using Microsoft.Extensions.Configuration;

namespace Digits.ServiceDefaults.Tests.Clients;

public sealed class PeerAddressTests
{
    [Theory]
    [InlineData(Peer.Processing, "http://localhost:5081/")]
    [InlineData(Peer.Training, "http://localhost:5082/")]
    [InlineData(Peer.Inference, "http://localhost:5083/")]
    public void Of_NothingConfigured_IsTheFixedPort(Peer peer, string address) =>
        Assert.Equal(address, PeerAddress.Of(peer, Configuration(null)).ToString());

    [Fact]
    public void Of_Configured_IsThatAddress() =>
        Assert.Equal("http://training:8080/", PeerAddress.Of(Peer.Training, Configuration("http://training:8080")).ToString());

    [Fact]
    public void Of_ManyHosts_IsThatAddress() =>
        Assert.Equal("dns:///training-headless:8080", PeerAddress.Of(Peer.Training, Configuration("dns:///training-headless:8080")).ToString());

    [Theory]
    [InlineData(null, "http://localhost:5999/")]
    [InlineData("dns:///training:8080", "dns:///training:8080")]
    public void Of_ReferenceOfTheAppHost_IsItsAddressUnlessAnotherIsChosen(string? chosen, string address)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("services:training:http:0", (string?)"http://localhost:5999")])
            .AddInMemoryCollection(chosen is null ? [] : [KeyValuePair.Create("Services:Training", (string?)chosen)])
            .Build();

        Assert.Equal(address, PeerAddress.Of(Peer.Training, configuration).ToString());
    }

    [Theory]
    [InlineData("training:8080")]
    [InlineData("dns:///")]
    [InlineData("dns:///training/8080")]
    [InlineData("/training")]
    [InlineData("ftp://training")]
    public void Of_NoHttpAddress_NamesTheKey(string configured)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => PeerAddress.Of(Peer.Training, Configuration(configured)));

        Assert.Contains("Services:Training", exception.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(string? training) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Services:Training", training)])
            .Build();
}
