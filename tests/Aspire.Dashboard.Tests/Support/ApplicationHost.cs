using System.Collections.Concurrent;
using System.Net;
using Aspire.DashboardService.Proto.V1;
using Digits.Tests;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aspire.Dashboard.Tests.Support;

/// <summary>The resource service of an application host whose resources are the test's.</summary>
internal sealed class ApplicationHost
{
    public const string Key = "key-of-the-host";

    private readonly Service _service = new();
    private WebApplication? _server;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePorts.Next()}");

    /// <summary>What the dashboard has to be told.</summary>
    public IEnumerable<(string, string?)> Variables =>
    [
        ("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", Address.ToString()),
        ("Dashboard__ResourceServiceClient__AuthMode", "ApiKey"),
        ("Dashboard__ResourceServiceClient__ApiKey", Key),
    ];

    /// <summary>Commands as they came: resource, command.</summary>
    public ConcurrentQueue<(string Resource, string Command)> Commands => _service.Commands;

    /// <summary>What it answers to commands.</summary>
    public ResourceCommandResponse CommandAnswer
    {
        set => _service.CommandAnswer = value;
    }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Address.Port, listener => listener.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(_service);
        _server = builder.Build();
        _server.MapGrpcService<Service>();
        await _server.StartAsync();
    }

    /// <summary>Goes away as a killed process does; starts again with <see cref="StartAsync"/>.</summary>
    public async Task StopAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            using var atOnce = new CancellationTokenSource();
            await atOnce.CancelAsync();
            await server.StopAsync(atOnce.Token);
            await server.DisposeAsync();
        }
    }

    public void Set(params Resource[] resources) => _service.Set(resources);

    public void Write(string resource, params ConsoleLogLine[] lines) => _service.Write(resource, lines);

    private sealed class Service : DashboardService.Proto.V1.DashboardService.DashboardServiceBase
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, Resource> _resources = [];
        private readonly ConcurrentDictionary<string, List<ConsoleLogLine>> _lines = [];
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<(string Resource, string Command)> Commands { get; } = [];

        public ResourceCommandResponse CommandAnswer { get; set; } = new() { Kind = ResourceCommandResponseKind.Succeeded };

        public void Set(Resource[] resources)
        {
            lock (_gate)
            {
                foreach (var resource in resources)
                {
                    _resources[resource.Name] = resource;
                }

                Tell();
            }
        }

        public void Write(string resource, ConsoleLogLine[] lines)
        {
            lock (_gate)
            {
                _lines.GetOrAdd(resource, _ => []).AddRange(lines);
                Tell();
            }
        }

        public override Task<ApplicationInformationResponse> GetApplicationInformation(ApplicationInformationRequest request, ServerCallContext context)
        {
            Check(context);
            return Task.FromResult(new ApplicationInformationResponse { ApplicationName = "Digits" });
        }

        public override async Task WatchResources(WatchResourcesRequest request, IServerStreamWriter<WatchResourcesUpdate> stream, ServerCallContext context)
        {
            Check(context);
            for (var isFirst = true; ; isFirst = false)
            {
                var update = new WatchResourcesUpdate();
                Task changed;
                lock (_gate)
                {
                    changed = _changed.Task;
                    if (isFirst)
                    {
                        update.InitialData = new() { Resources = { _resources.Values } };
                    }
                    else
                    {
                        update.Changes = new() { Value = { _resources.Values.Select(resource => new WatchResourcesChange { Upsert = resource }) } };
                    }
                }

                await stream.WriteAsync(update, context.CancellationToken);
                await changed.WaitAsync(context.CancellationToken);
            }
        }

        public override async Task WatchResourceConsoleLogs(
            WatchResourceConsoleLogsRequest request, IServerStreamWriter<WatchResourceConsoleLogsUpdate> stream, ServerCallContext context)
        {
            Check(context);
            for (var sent = 0; ;)
            {
                var update = new WatchResourceConsoleLogsUpdate();
                Task changed;
                lock (_gate)
                {
                    changed = _changed.Task;
                    update.LogLines.AddRange(_lines.GetValueOrDefault(request.ResourceName, []).Skip(sent));
                }

                sent += update.LogLines.Count;
                await stream.WriteAsync(update, context.CancellationToken);
                await changed.WaitAsync(context.CancellationToken);
            }
        }

        public override Task<ResourceCommandResponse> ExecuteResourceCommand(ResourceCommandRequest request, ServerCallContext context)
        {
            Check(context);
            Commands.Enqueue((request.ResourceName, request.CommandName));
            return Task.FromResult(CommandAnswer);
        }

        private static void Check(ServerCallContext context)
        {
            if (context.RequestHeaders.GetValue("x-resource-service-api-key") != Key)
            {
                throw new RpcException(new Status(StatusCode.Unauthenticated, ""));
            }
        }

        private void Tell()
        {
            var told = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            told.SetResult();
        }
    }
}
