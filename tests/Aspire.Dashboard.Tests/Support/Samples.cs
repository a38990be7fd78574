using System.Buffers.Binary;
using Aspire.Dashboard.Telemetry;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Logs.V1;
using OpenTelemetry.Proto.Metrics.V1;
using OpenTelemetry.Proto.Resource.V1;
using OpenTelemetry.Proto.Trace.V1;

namespace Aspire.Dashboard.Tests.Support;

/// <summary>Makes batches as an SDK sends them.</summary>
internal static class Samples
{
    public static ulong Now => (ulong)UnixTime.Of(TimeProvider.System.GetUtcNow());

    public static KeyValue Attribute(string name, string value) => new() { Key = name, Value = new AnyValue { StringValue = value } };

    public static Resource Resource(string service, string instance = "1") =>
        new() { Attributes = { Attribute("service.name", service), Attribute("service.instance.id", instance) } };

    public static ByteString TraceId(ulong number)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, 0xd161);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), number);
        return ByteString.CopyFrom(bytes);
    }

    public static ByteString SpanId(ulong number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return ByteString.CopyFrom(bytes);
    }

    /// <summary>A span of 10 ms that has just ended.</summary>
    public static Span Span(ulong trace, ulong id, ulong parent = 0, string name = "work") => new()
    {
        TraceId = TraceId(trace),
        SpanId = SpanId(id),
        ParentSpanId = parent == 0 ? ByteString.Empty : SpanId(parent),
        Name = name,
        Kind = OpenTelemetry.Proto.Trace.V1.Span.Types.SpanKind.Server,
        StartTimeUnixNano = Now - 10_000_000,
        EndTimeUnixNano = Now,
    };

    public static ExportTraceServiceRequest Spans(string service, IEnumerable<Span> spans) => new()
    {
        ResourceSpans =
        {
            new ResourceSpans { Resource = Resource(service), ScopeSpans = { new ScopeSpans { Scope = new() { Name = "Digits.Test" }, Spans = { spans } } } },
        },
    };

    public static LogRecord Record(string message, int severity = 9) => new()
    {
        TimeUnixNano = Now,
        SeverityNumber = severity,
        Body = new AnyValue { StringValue = message },
    };

    public static ExportLogsServiceRequest Records(string service, IEnumerable<LogRecord> records) => new()
    {
        ResourceLogs =
        {
            new ResourceLogs { Resource = Resource(service), ScopeLogs = { new ScopeLogs { Scope = new() { Name = "Digits.Test.Category" }, LogRecords = { records } } } },
        },
    };

    public static Metric Counter(string name, long value, params KeyValue[] attributes) => new()
    {
        Name = name,
        Unit = "{request}",
        Sum = new Sum
        {
            IsMonotonic = true,
            AggregationTemporality = AggregationTemporality.Cumulative,
            DataPoints = { new NumberDataPoint { TimeUnixNano = Now, StartTimeUnixNano = Now - 1_000_000, AsInt = value, Attributes = { attributes } } },
        },
    };

    public static Metric Gauge(string name, double value) => new()
    {
        Name = name,
        Gauge = new Gauge { DataPoints = { new NumberDataPoint { TimeUnixNano = Now, AsDouble = value } } },
    };

    /// <param name="name">Of the instrument.</param>
    /// <param name="bounds">Upper bounds of the buckets.</param>
    /// <param name="counts">One more than there are bounds.</param>
    /// <param name="exemplars">Values that lead to traces.</param>
    public static Metric Histogram(string name, double[] bounds, ulong[] counts, params Exemplar[] exemplars) => new()
    {
        Name = name,
        Unit = "s",
        Histogram = new Histogram
        {
            AggregationTemporality = AggregationTemporality.Cumulative,
            DataPoints =
            {
                new HistogramDataPoint
                {
                    TimeUnixNano = Now,
                    StartTimeUnixNano = Now - 1_000_000,
                    Count = counts.Aggregate(0UL, (sum, count) => sum + count),
                    Sum = 1,
                    ExplicitBounds = { bounds },
                    BucketCounts = { counts },
                    Exemplars = { exemplars },
                },
            },
        },
    };

    public static ExportMetricsServiceRequest Metrics(string service, params IEnumerable<Metric> metrics) => new()
    {
        ResourceMetrics =
        {
            new ResourceMetrics { Resource = Resource(service), ScopeMetrics = { new ScopeMetrics { Scope = new() { Name = "Digits.Test" }, Metrics = { metrics } } } },
        },
    };
}
