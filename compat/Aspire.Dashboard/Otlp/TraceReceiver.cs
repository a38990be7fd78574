using Aspire.Dashboard.Telemetry;
using Grpc.Core;
using OpenTelemetry.Proto.Collector.Trace.V1;

namespace Aspire.Dashboard.Otlp;

/// <summary>Takes spans over gRPC.</summary>
internal sealed class TraceReceiver(TelemetryStore store) : TraceService.TraceServiceBase
{
    public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context) =>
        Task.FromResult(Take(store, request));

    public static ExportTraceServiceResponse Take(TelemetryStore store, ExportTraceServiceRequest request)
    {
        var rejected = store.Add(request.ResourceSpans);
        return rejected == 0 ? new() : new()
        {
            PartialSuccess = new()
            {
                RejectedSpans = rejected,
                ErrorMessage = "A span has a trace_id of 16 bytes and a span_id of 8 bytes, neither of them zero.",
            },
        };
    }
}
