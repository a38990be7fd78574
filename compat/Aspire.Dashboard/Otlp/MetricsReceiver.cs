using Aspire.Dashboard.Telemetry;
using Grpc.Core;
using OpenTelemetry.Proto.Collector.Metrics.V1;

namespace Aspire.Dashboard.Otlp;

/// <summary>Takes metric points over gRPC.</summary>
internal sealed class MetricsReceiver(TelemetryStore store) : MetricsService.MetricsServiceBase
{
    public override Task<ExportMetricsServiceResponse> Export(ExportMetricsServiceRequest request, ServerCallContext context) =>
        Task.FromResult(Take(store, request));

    public static ExportMetricsServiceResponse Take(TelemetryStore store, ExportMetricsServiceRequest request)
    {
        store.Add(request.ResourceMetrics);
        return new();
    }
}
