using Aspire.Dashboard.Telemetry;
using Grpc.Core;
using OpenTelemetry.Proto.Collector.Logs.V1;

namespace Aspire.Dashboard.Otlp;

/// <summary>Takes log records over gRPC.</summary>
internal sealed class LogsReceiver(TelemetryStore store) : LogsService.LogsServiceBase
{
    public override Task<ExportLogsServiceResponse> Export(ExportLogsServiceRequest request, ServerCallContext context) =>
        Task.FromResult(Take(store, request));

    public static ExportLogsServiceResponse Take(TelemetryStore store, ExportLogsServiceRequest request)
    {
        store.Add(request.ResourceLogs);
        return new();
    }
}
