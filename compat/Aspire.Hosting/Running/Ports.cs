using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Running;

/// <summary>Asks the system about TCP ports on loopback.</summary>
internal static class Ports
{
    /// <summary>Whether nobody listens on the port, on IPv4 and on IPv6.</summary>
    public static bool IsFree(int port) => CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    /// <summary>Different ports that nobody listens on now.</summary>
    public static int[] Free(int count)
    {
        var listeners = new List<TcpListener>();
        try
        {
            for (var i = 0; i < count; i++)
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listeners.Add(listener);
                listener.Start();
            }

            return [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(l => l.Dispose());
        }
    }

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
