using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Digits.Tests;

/// <summary>TCP ports on loopback for processes that listen later.</summary>
internal static class FreePorts
{
    // Below the ports that the system gives to outgoing connections and to who asks for any: until the process listens it may give such a
    // port away. The application host takes its own from 20000 on.
    private const int First = 11_000;
    private const int Count = 9_000;

    private static int _next = RandomNumberGenerator.GetInt32(Count);

    /// <summary>A port that nobody listens on and that no other call in this process was given.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }

    /// <summary>Several of them.</summary>
    public static int[] Next(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];
}
