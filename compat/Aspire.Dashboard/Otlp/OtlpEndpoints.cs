using System.IO.Compression;
using Aspire.Dashboard.Security;
using Aspire.Dashboard.Telemetry;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;

namespace Aspire.Dashboard.Otlp;

/// <summary>OTLP over gRPC, and over HTTP with protobuf.</summary>
internal static class OtlpEndpoints
{
    private const string Protobuf = "application/x-protobuf";
    private const int MaxBytes = 4 * 1024 * 1024;

    public static void MapOtlp(this WebApplication app)
    {
        app.MapGrpcService<TraceReceiver>();
        app.MapGrpcService<MetricsReceiver>();
        app.MapGrpcService<LogsReceiver>();
        app.MapPost(OtlpPaths.Traces, (HttpContext context, TelemetryStore store) =>
            TakeAsync(context, ExportTraceServiceRequest.Parser, batch => TraceReceiver.Take(store, batch)));
        app.MapPost(OtlpPaths.Metrics, (HttpContext context, TelemetryStore store) =>
            TakeAsync(context, ExportMetricsServiceRequest.Parser, batch => MetricsReceiver.Take(store, batch)));
        app.MapPost(OtlpPaths.Logs, (HttpContext context, TelemetryStore store) =>
            TakeAsync(context, ExportLogsServiceRequest.Parser, batch => LogsReceiver.Take(store, batch)));
    }

    private static async Task TakeAsync<T>(HttpContext context, MessageParser<T> parser, Func<T, IMessage> take)
        where T : IMessage<T>
    {
        var (request, response) = (context.Request, context.Response);
        if (request.ContentType?.Split(';')[0].Trim() != Protobuf)
        {
            response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        T batch;
        try
        {
            var isGzip = request.Headers.ContentEncoding.ToString() == "gzip";
            if (await ReadAsync(isGzip ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body, context.RequestAborted) is not { } bytes)
            {
                response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                return;
            }

            batch = parser.ParseFrom(bytes);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidDataException)
        {
            response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        response.ContentType = Protobuf;
        await response.Body.WriteAsync(take(batch).ToByteArray(), context.RequestAborted);
    }

    // Null if there is more than the limit, however it is packed.
    private static async Task<byte[]?> ReadAsync(Stream body, CancellationToken cancellation)
    {
        using var all = new MemoryStream();
        var piece = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(piece, cancellation)) > 0)
        {
            if (all.Length + read > MaxBytes)
            {
                return null;
            }

            all.Write(piece, 0, read);
        }

        return all.ToArray();
    }
}
