using Digits.ServiceDefaults.Errors;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Digits.ServiceDefaults.Health;

/// <summary>
/// grpc.health.v1 over the framework's health checks. The empty name stands for the whole process; the name of a service that is mapped
/// here has the same state. A process that is shutting down is NOT_SERVING. The name <c>liveness</c> is SERVING for as long as the
/// process answers, as <c>/alive</c> is: who restarts what does not answer must not restart what merely is not ready.
/// </summary>
internal sealed class HealthGrpcService(
    HealthCheckService checks, MappedServices services, IHostApplicationLifetime lifetime, TimeProvider time)
    : Grpc.Health.V1.Health.HealthBase
{
    private const string Liveness = "liveness";

    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(5);

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        var state = await StateOfAsync(request.Service, context.CancellationToken);
        return state is ServingStatus.ServiceUnknown
            ? throw new RpcException(new Status(StatusCode.NotFound, $"There is no service \"{CallerText.Shorten(request.Service)}\" here."))
            : new HealthCheckResponse { Status = state };
    }

    public override async Task<HealthListResponse> List(HealthListRequest request, ServerCallContext context)
    {
        var response = new HealthListResponse();
        foreach (var name in services.Names.Prepend(""))
        {
            response.Statuses[name] = new HealthCheckResponse { Status = await StateOfAsync(name, context.CancellationToken) };
        }

        return response;
    }

    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var sent = ServingStatus.Unknown;
        while (true)
        {
            // Looked at first: the last state that is sent must be one from after the end was announced.
            var isEnding = ending.IsCancellationRequested;
            var state = await StateOfAsync(request.Service, context.CancellationToken);
            if (state != sent)
            {
                await responseStream.WriteAsync(new HealthCheckResponse { Status = state }, context.CancellationToken);
                sent = state;
            }

            if (isEnding)
            {
                return;
            }

            await Task.Delay(WatchInterval, time, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<ServingStatus> StateOfAsync(string service, CancellationToken cancellationToken)
    {
        if (service == Liveness)
        {
            return ServingStatus.Serving;
        }

        if (service.Length > 0 && !services.Names.Contains(service))
        {
            return ServingStatus.ServiceUnknown;
        }

        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return ServingStatus.NotServing;
        }

        var report = await checks.CheckHealthAsync(cancellationToken);
        return report.Status is HealthStatus.Unhealthy ? ServingStatus.NotServing : ServingStatus.Serving;
    }
}
