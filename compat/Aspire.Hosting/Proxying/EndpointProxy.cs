using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Proxying;

/// <summary>
/// Takes TCP connections on one port of loopback and hands each to the next of the processes behind it. It knows nothing of what
/// passes through, so HTTP/2 does too; a connection stays with its process.
/// </summary>
internal sealed class EndpointProxy : IAsyncDisposable
{
    private const int Backlog = 512;
    private const int FreePortTries = 20;

    private static readonly TimeSpan AcceptRetry = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private readonly Socket[] _listeners;
    private readonly Task _accepting;
    private ImmutableArray<int> _targets = [];
    private uint _next;

    private EndpointProxy(Socket[] listeners)
    {
        _listeners = listeners;
        Port = ((IPEndPoint)listeners[0].LocalEndPoint!).Port;
        _accepting = Task.WhenAll(listeners.Select(AcceptAsync));
    }

    public int Port { get; }

    /// <summary>The number of connections that pass through now.</summary>
    public int ConnectionCount => _connections.Count;

    /// <param name="port">The port; null for a free one.</param>
    /// <exception cref="DistributedApplicationException">The port is in use.</exception>
    public static EndpointProxy Listen(int? port)
    {
        var triesLeft = port is null ? FreePortTries : 1;
        while (true)
        {
            try
            {
                return new EndpointProxy(Bind(port ?? 0));
            }
            catch (SocketException) when (--triesLeft > 0)
            {
                // Free on IPv4 and taken on IPv6: another one.
            }
            catch (SocketException fault)
            {
                throw new DistributedApplicationException($"Port {port} is in use by another program", fault);
            }
        }
    }

    public void Add(int targetPort) => ImmutableInterlocked.Update(ref _targets, targets => targets.Add(targetPort));

    public void Remove(int targetPort) => ImmutableInterlocked.Update(ref _targets, targets => targets.Remove(targetPort));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Array.ForEach(_listeners, listener => listener.Dispose());
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _stopping.Dispose();
    }

    private static Socket[] Bind(int port)
    {
        var sockets = new List<Socket>();
        try
        {
            sockets.Add(Bind(IPAddress.Loopback, port));
            if (Socket.OSSupportsIPv6)
            {
                sockets.Add(Bind(IPAddress.IPv6Loopback, ((IPEndPoint)sockets[0].LocalEndPoint!).Port));
            }
        }
        catch (SocketException fault) when (sockets.Count == 1 && fault.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            // IPv6 is compiled in but has no loopback address: IPv4 will do.
        }
        catch (SocketException)
        {
            sockets.ForEach(socket => socket.Dispose());
            throw;
        }

        return [.. sockets];
    }

    private static Socket Bind(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await listener.AcceptAsync(_stopping.Token);
            }
            catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The client was gone before it was taken, or there are no more file handles just now.
                await Task.Delay(AcceptRetry);
                continue;
            }

            var connection = PassAsync(client);
            _connections.TryAdd(connection, 0);
            _ = connection.ContinueWith(done => _connections.TryRemove(done, out _), TaskScheduler.Default);
        }
    }

    private async Task PassAsync(Socket client)
    {
        using (client)
        {
            if (await ConnectAsync() is not { } target)
            {
                client.LingerState = new LingerOption(true, 0);
                return;
            }

            using (target)
            {
                await new ProxiedConnection(client, target).PassAsync(_stopping.Token);
            }
        }
    }

    /// <summary>A connection to the next process that takes one; null if none does.</summary>
    private async Task<Socket?> ConnectAsync()
    {
        var targets = _targets;
        var first = Interlocked.Increment(ref _next);
        for (var i = 0u; i < targets.Length; i++)
        {
            var port = targets[(int)((first + i) % (uint)targets.Length)];
            if ((await ConnectAsync(IPAddress.Loopback, port) ?? await ConnectAsync(IPAddress.IPv6Loopback, port)) is { } socket)
            {
                return socket;
            }
        }

        return null;
    }

    private async Task<Socket?> ConnectAsync(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(new IPEndPoint(address, port), _stopping.Token);
            return socket;
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            return null;
        }
    }
}
