using System.Net;
using System.Net.Sockets;
using System.Text;
using Aspire.Hosting.Proxying;

namespace Digits.Hosting.Tests;

public sealed class EndpointProxyTests : IAsyncLifetime, IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(1));
    private readonly EndpointProxy _proxy = EndpointProxy.Listen(null);
    private readonly TcpListener _first = Listener();
    private readonly TcpListener _second = Listener();

    [Fact]
    public async Task Pass_BothWays_BytesArriveAndTheEndOfOneSideLeavesTheOther()
    {
        _proxy.Add(PortOf(_first));
        using var client = await ConnectAsync();
        using var server = await _first.AcceptSocketAsync(_limit.Token);
        var sent = Enumerable.Range(0, 1_000_000).Select(i => (byte)(i * 31)).ToArray();

        var sending = SendAllAsync(client.Client, sent);
        Assert.Equal(sent, await ReadToEndAsync(server));
        await sending;
        await server.SendAsync("and back"u8.ToArray(), _limit.Token);
        server.Shutdown(SocketShutdown.Send);

        Assert.Equal("and back", Encoding.UTF8.GetString(await ReadToEndAsync(client.Client)));
        await NoConnectionAsync();
    }

    [Fact]
    public async Task Pass_ServerBreaksOff_ClientSeesItAndNothingIsLeft()
    {
        _proxy.Add(PortOf(_first));
        using var client = await ConnectAsync();
        using (var server = await _first.AcceptSocketAsync(_limit.Token))
        {
            server.LingerState = new LingerOption(true, 0);
        }

        await Assert.ThrowsAsync<SocketException>(() => ReadToEndAsync(client.Client));
        await NoConnectionAsync();
    }

    [Fact]
    public async Task Pass_TwoTargets_TakesThemInTurns()
    {
        _proxy.Add(PortOf(_first));
        _proxy.Add(PortOf(_second));

        for (var i = 0; i < 3; i++)
        {
            using var one = await ConnectAsync();
            using var other = await ConnectAsync();
            using var atFirst = await _first.AcceptSocketAsync(_limit.Token);
            using var atSecond = await _second.AcceptSocketAsync(_limit.Token);
            Assert.True(atFirst.Connected && atSecond.Connected);
        }
    }

    [Fact]
    public async Task Pass_OneTargetGone_UsesTheOther()
    {
        var gone = PortOf(_first);
        _first.Stop();
        _proxy.Add(gone);
        _proxy.Add(PortOf(_second));

        for (var i = 0; i < 4; i++)
        {
            using var client = await ConnectAsync();
            using var server = await _second.AcceptSocketAsync(_limit.Token);
            await client.Client.SendAsync(new byte[] { 7 }, _limit.Token);
            var received = new byte[1];
            Assert.Equal(1, await server.ReceiveAsync(received, _limit.Token));
            Assert.Equal(7, received[0]);
        }
    }

    [Fact]
    public async Task Pass_NoTarget_BreaksOff()
    {
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var client = await ConnectAsync();
            await ReadToEndAsync(client.Client);
        });
    }

    [Fact]
    public void Listen_PortInUse_SaysSo()
    {
        var fault = Assert.Throws<DistributedApplicationException>(() => EndpointProxy.Listen(PortOf(_first)));

        Assert.Equal($"Port {PortOf(_first)} is in use by another program", fault.Message);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _proxy.DisposeAsync();

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _limit.Dispose();
    }

    private static TcpListener Listener()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _proxy.Port, _limit.Token);
        return client;
    }

    private async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, _limit.Token)..];
        }

        socket.Shutdown(SocketShutdown.Send);
    }

    private async Task<byte[]> ReadToEndAsync(Socket socket)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer, _limit.Token) is > 0 and var count)
        {
            all.Write(buffer, 0, count);
        }

        return all.ToArray();
    }

    private async Task NoConnectionAsync()
    {
        while (_proxy.ConnectionCount > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), _limit.Token);
        }
    }
}
