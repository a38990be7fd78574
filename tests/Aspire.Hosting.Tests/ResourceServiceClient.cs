using Aspire.DashboardService.Proto.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Resource = Aspire.DashboardService.Proto.V1.Resource;

namespace Digits.Hosting.Tests;

/// <summary>Asks the resource service as the dashboard does.</summary>
internal sealed class ResourceServiceClient(string url, string key) : IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(url);

    /// <summary>The first state of a resource that a condition holds for.</summary>
    public async Task<Resource> ResourceAsync(string displayName, Func<Resource, bool> isWanted, CancellationToken cancellationToken)
    {
        var method = Method<WatchResourcesRequest, WatchResourcesUpdate>(MethodType.ServerStreaming, "WatchResources");
        using var call = _channel.CreateCallInvoker().AsyncServerStreamingCall(method, null, Options(cancellationToken), new WatchResourcesRequest());
        await foreach (var update in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            var resources = update.InitialData?.Resources ?? update.Changes.Value.Select(change => change.Upsert);
            if (resources.FirstOrDefault(r => r.DisplayName == displayName && isWanted(r)) is { } found)
            {
                return found;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }

    /// <summary>The console lines that are kept.</summary>
    public async Task<List<ConsoleLogLine>> ConsoleAsync(string name, CancellationToken cancellationToken)
    {
        var method = Method<WatchResourceConsoleLogsRequest, WatchResourceConsoleLogsUpdate>(MethodType.ServerStreaming, "WatchResourceConsoleLogs");
        using var call = _channel.CreateCallInvoker().AsyncServerStreamingCall(
            method, null, Options(cancellationToken), new WatchResourceConsoleLogsRequest { ResourceName = name, SuppressFollow = true });
        var lines = new List<ConsoleLogLine>();
        await foreach (var update in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            lines.AddRange(update.LogLines);
        }

        return lines;
    }

    public async Task<ResourceCommandResponse> ExecuteAsync(Resource resource, string command, CancellationToken cancellationToken)
    {
        var method = Method<ResourceCommandRequest, ResourceCommandResponse>(MethodType.Unary, "ExecuteResourceCommand");
        using var call = _channel.CreateCallInvoker().AsyncUnaryCall(
            method,
            null,
            Options(cancellationToken),
            new ResourceCommandRequest { CommandName = command, ResourceName = resource.Name, ResourceType = resource.ResourceType });
        return await call;
    }

    public void Dispose() => _channel.Dispose();

    private static Method<TRequest, TResponse> Method<TRequest, TResponse>(MethodType type, string name)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        new(type, "aspire.v1.DashboardService", name, Marshaller<TRequest>(), Marshaller<TResponse>());

    private static Marshaller<T> Marshaller<T>()
        where T : class, IMessage<T>, new() => Marshallers.Create(message => message.ToByteArray(), new MessageParser<T>(() => new T()).ParseFrom);

    // The server comes up beside everything else, so a first call may be early.
    private CallOptions Options(CancellationToken cancellationToken) =>
        new CallOptions(new Metadata { { "x-resource-service-api-key", key } }, cancellationToken: cancellationToken).WithWaitForReady();
}
