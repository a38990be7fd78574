using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Aspire.Hosting.Running;

/// <summary>TCP ports on loopback: whether one is free, and free ones for processes that listen later.</summary>
internal static class Ports
{
    // Below the ports that Linux, macOS and Windows give to outgoing connections and to who asks for any port: between the choice and the
    // process's listening lie seconds, in which the system may give such a port away.
    private const int First = 20_000;
    private const int Count = 10_000;

    private static int _next = RandomNumberGenerator.GetInt32(Count);

    /// <summary>Whether nobody listens on the port, on IPv4 and on IPv6.</summary>
    public static bool IsFree(int port) => CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    /// <summary>Ports that nobody listens on now and that no other call is given, until all have been.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The ports, in 20000..29999.</returns>
    /// <exception cref="DistributedApplicationException">There are not as many.</exception>
    public static int[] Free(int count)
    {
        int[] ports = [.. Enumerable.Range(0, Count).Select(_ => Next()).Where(IsFree).Take(count)];
        return ports.Length == count ? ports : throw new DistributedApplicationException($"No port is free in {First}..{First + Count - 1}");
    }

    private static int Next() => First + (int)((uint)Interlocked.Increment(ref _next) % Count);

    private static bool CanListen(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            // IPv6 is compiled in but has no loopback address: nothing can be in the way there.
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
