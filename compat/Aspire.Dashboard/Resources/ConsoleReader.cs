using System.Threading.Channels;
using Aspire.DashboardService.Proto.V1;
using Grpc.Core;

namespace Aspire.Dashboard.Resources;

/// <summary>Follows the console of a resource for one viewer.</summary>
internal static class ConsoleReader
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Writes batches of lines until it is cancelled. A null comes before the first lines of each connection: what was read
    /// before counts no more, since all that is kept is sent again.
    /// </summary>
    public static async Task FollowAsync(
        ResourceServiceChannel channel, string resource, ChannelWriter<IReadOnlyList<ConsoleLogLine>?> lines, TimeProvider time, CancellationToken cancellation)
    {
        while (channel.Client is { } client && !cancellation.IsCancellationRequested)
        {
            try
            {
                using var watch = client.WatchResourceConsoleLogs(
                    new WatchResourceConsoleLogsRequest { ResourceName = resource }, channel.Headers, cancellationToken: cancellation);
                var isFirst = true;
                while (await watch.ResponseStream.MoveNext(cancellation))
                {
                    if (isFirst)
                    {
                        await lines.WriteAsync(null, cancellation);
                        isFirst = false;
                    }

                    await lines.WriteAsync(watch.ResponseStream.Current.LogLines, cancellation);
                }
            }
            catch (RpcException)
            {
                // The host is away or does not know the resource yet; the page shows the state of the connection.
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(Pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
