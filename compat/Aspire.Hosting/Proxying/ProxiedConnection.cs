using System.Buffers;
using System.Net.Sockets;

namespace Aspire.Hosting.Proxying;

/// <summary>Two sockets whose bytes go from each to the other until both sides have said all.</summary>
internal sealed class ProxiedConnection(Socket client, Socket target)
{
    private const int BufferBytes = 32 * 1024;

    /// <summary>Ends when both directions have ended, one has failed, or it is cancelled.</summary>
    public async Task PassAsync(CancellationToken stopping)
    {
        client.NoDelay = true;
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAll(CopyAsync(client, target, failed), CopyAsync(target, client, failed));
    }

    private static async Task CopyAsync(Socket from, Socket to, CancellationTokenSource failed)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await from.ReceiveAsync(buffer.AsMemory(), failed.Token) is > 0 and var count)
            {
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), failed.Token);
                }
            }

            // One side has said all and may still listen.
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other direction is of no use any more; both ends see the connection break off.
            from.LingerState = new LingerOption(true, 0);
            to.LingerState = new LingerOption(true, 0);
            await failed.CancelAsync();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
