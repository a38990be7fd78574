using Aspire.Dashboard.Resources;
using Aspire.DashboardService.Proto.V1;
using Grpc.Core;

namespace Aspire.Dashboard.Api;

/// <summary>Details and commands of resources.</summary>
internal static class ResourceEndpoints
{
    // A restart waits for a process to end in its own time.
    private static readonly TimeSpan CommandLimit = TimeSpan.FromMinutes(2);

    public static void MapResources(this WebApplication app)
    {
        app.MapGet("/api/resources/{name}", (string name, ResourceCatalog catalog) =>
            catalog.Find(name) is { } resource ? Results.Ok(ResourceViews.Details(resource)) : Results.NotFound());
        app.MapPost("/api/resources/{name}/commands/{command}", ExecuteAsync);
    }

    private static async Task<IResult> ExecuteAsync(
        string name, string command, ResourceCatalog catalog, ResourceServiceChannel channel, TimeProvider time, CancellationToken cancellation)
    {
        if (channel.Client is not { } client || catalog.Find(name) is not { } resource
            || resource.Commands.FirstOrDefault(one => one.Name == command) is not { } known)
        {
            return Results.NotFound();
        }

        try
        {
            var answer = await client.ExecuteResourceCommandAsync(
                new ResourceCommandRequest { CommandName = command, ResourceName = name, ResourceType = resource.ResourceType, Parameter = known.Parameter },
                channel.Headers,
                time.GetUtcNow().UtcDateTime + CommandLimit,
                cancellation);
            return Results.Ok(new { Result = answer.Kind.ToString(), Message = answer.ErrorMessage });
        }
        catch (RpcException exception)
        {
            return Results.Ok(new { Result = nameof(ResourceCommandResponseKind.Failed), Message = MessageOf(exception.StatusCode) });
        }
    }

    private static string MessageOf(StatusCode status) => status switch
    {
        StatusCode.DeadlineExceeded => "The application host has not finished it in time.",
        StatusCode.Unavailable => "The application host cannot be reached.",
        _ => $"The application host answered {status}.",
    };
}
