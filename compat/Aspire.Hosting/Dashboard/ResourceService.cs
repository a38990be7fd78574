using Aspire.DashboardService.Proto.V1;
using Aspire.Hosting.ApplicationModel;
using Grpc.Core;

namespace Aspire.Hosting.Dashboard;

/// <summary>Tells the dashboard about the resources and does what people ask for there.</summary>
internal sealed class ResourceService(
    ResourceNotificationService notifications,
    ResourceLoggerService consoles,
    ResourceCommandService commands,
    string applicationName,
    CancellationToken stopping) : DashboardService.Proto.V1.DashboardService.DashboardServiceBase
{
    private const string ProjectSuffix = ".AppHost";
    private const int LinesAMessage = 500;

    public override Task<ApplicationInformationResponse> GetApplicationInformation(
        ApplicationInformationRequest request, ServerCallContext context) => Task.FromResult(new ApplicationInformationResponse
        {
            ApplicationName = applicationName.EndsWith(ProjectSuffix, StringComparison.OrdinalIgnoreCase)
                ? applicationName[..^ProjectSuffix.Length]
                : applicationName,
        });

    public override Task WatchResources(
        WatchResourcesRequest request, IServerStreamWriter<WatchResourcesUpdate> responseStream, ServerCallContext context) =>
        UntilTheEndAsync(context, async token =>
        {
            await using var changes = notifications.WatchAsync(token).GetAsyncEnumerator(token);
            var first = new InitialResourceData();
            var known = notifications.Current().ToList();
            first.Resources.AddRange(known.Select(ResourceMessages.Of));
            first.ResourceTypes.AddRange(known.Select(e => e.Snapshot.ResourceType).Distinct().Select(name => new ResourceType { UniqueName = name }));
            await responseStream.WriteAsync(new WatchResourcesUpdate { InitialData = first }, token);
            while (await changes.MoveNextAsync())
            {
                var update = new WatchResourcesUpdate { Changes = new WatchResourcesChanges() };
                update.Changes.Value.Add(new WatchResourcesChange { Upsert = ResourceMessages.Of(changes.Current) });
                await responseStream.WriteAsync(update, token);
            }
        });

    public override Task WatchResourceConsoleLogs(
        WatchResourceConsoleLogsRequest request, IServerStreamWriter<WatchResourceConsoleLogsUpdate> responseStream, ServerCallContext context)
    {
        if (!notifications.TryGetCurrentState(request.ResourceName, out var resource))
        {
            throw new RpcException(new Status(StatusCode.NotFound, $"There is no resource '{request.ResourceName}'."));
        }

        var lines = request.SuppressFollow ? consoles.GetAllAsync(resource.ResourceId) : consoles.WatchAsync(resource.ResourceId);
        return UntilTheEndAsync(context, async token =>
        {
            await foreach (var batch in lines.WithCancellation(token))
            {
                foreach (var part in batch.Chunk(LinesAMessage))
                {
                    var update = new WatchResourceConsoleLogsUpdate();
                    update.LogLines.AddRange(part.Select(line =>
                        new ConsoleLogLine { Text = line.Content, IsStdErr = line.IsErrorMessage, LineNumber = line.LineNumber }));
                    await responseStream.WriteAsync(update, token);
                }
            }
        });
    }

    public override async Task<ResourceCommandResponse> ExecuteResourceCommand(ResourceCommandRequest request, ServerCallContext context)
    {
        var result = await commands.ExecuteCommandAsync(request.ResourceName, request.CommandName, context.CancellationToken);
        var response = new ResourceCommandResponse
        {
            Kind = result switch
            {
                { Success: true } => ResourceCommandResponseKind.Succeeded,
                { Canceled: true } => ResourceCommandResponseKind.Cancelled,
                _ => ResourceCommandResponseKind.Failed,
            },
        };
        if (result.ErrorMessage is { } message)
        {
            response.ErrorMessage = message;
        }

        return response;
    }

    /// <summary>Follows something until the caller goes or the application ends; neither is a fault.</summary>
    private async Task UntilTheEndAsync(ServerCallContext context, Func<CancellationToken, Task> follow)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.CancellationToken);
        try
        {
            await follow(end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
    }
}
