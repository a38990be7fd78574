using Aspire.Dashboard.Configuration;
using Aspire.DashboardService.Proto.V1;
using Grpc.Core;
using Client = Aspire.DashboardService.Proto.V1.DashboardService.DashboardServiceClient;

namespace Aspire.Dashboard.Resources;

/// <summary>Keeps the catalog as the application host describes it, and comes back when the connection was lost.</summary>
internal sealed class ResourceWatcher(
    ResourceServiceChannel channel, ResourceCatalog catalog, DashboardOptions options, TimeProvider time, ILogger<ResourceWatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (channel.Client is not { } client)
        {
            return;
        }

        var isReconnect = false;
        var wasReported = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var status = StatusCode.OK;
            try
            {
                await WatchAsync(client, isReconnect, stoppingToken);
            }
            catch (RpcException exception)
            {
                status = exception.StatusCode;
            }

            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            // Once for each loss: it may last for long.
            if (catalog.Connection == ResourceConnection.Connected || !wasReported)
            {
                Log.ResourceServiceLost(logger, options.ResourceServiceUrl!, status.ToString());
                wasReported = true;
            }

            isReconnect = true;
            catalog.Disconnected();
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WatchAsync(Client client, bool isReconnect, CancellationToken cancellation)
    {
        var application = await client.GetApplicationInformationAsync(
            new ApplicationInformationRequest(), channel.Headers, time.GetUtcNow().UtcDateTime + AnswerLimit, cancellation);
        using var watch = client.WatchResources(
            new WatchResourcesRequest { IsReconnect = isReconnect }, channel.Headers, cancellationToken: cancellation);
        while (await watch.ResponseStream.MoveNext(cancellation))
        {
            catalog.Apply(watch.ResponseStream.Current);
            if (catalog.Connection != ResourceConnection.Connected)
            {
                catalog.Connected(application.ApplicationName);
                Log.ResourceServiceConnected(logger, application.ApplicationName, options.ResourceServiceUrl!);
            }
        }
    }
}
