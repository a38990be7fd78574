using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.Running;

namespace Digits.Hosting.Tests;

public sealed class PortsTests
{
    [Fact]
    public void Free_AskedAgain_GivesOthers()
    {
        int[] ports = [.. Ports.Free(20), .. Ports.Free(20)];

        Assert.Equal(40, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port, 20_000, 29_999));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void IsFree_SomebodyListens_No(string address)
    {
        using var other = new TcpListener(IPAddress.Parse(address), Ports.Free(1)[0]);
        other.Start();

        Assert.False(Ports.IsFree(((IPEndPoint)other.LocalEndpoint).Port));
    }
}
