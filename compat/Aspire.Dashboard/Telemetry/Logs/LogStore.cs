using Google.Protobuf;
using OpenTelemetry.Proto.Logs.V1;

namespace Aspire.Dashboard.Telemetry.Logs;

/// <summary>The log records of one resource.</summary>
internal sealed class LogStore(TelemetryLimits limits) : ITelemetryPart
{
    private const int EntryBytes = 64;
    private const byte MaxSeverity = 24;

    private readonly RecordRing _records = new();

    public EntryRing<LogEntry> Entries { get; } = new();

    public long Bytes => _records.Bytes + ((long)Entries.Count * EntryBytes);

    public bool IsEmpty => Entries.Count == 0;

    public void Add(LogRecord record, string scope, long now)
    {
        AttributeText.Limit(record.Attributes, limits);
        AttributeText.Limit(record.Body, limits);
        Entries.Append(new LogEntry
        {
            Time = UnixTime.Sensible(record.TimeUnixNano, record.ObservedTimeUnixNano, now),
            Trace = Ids.Trace(record.TraceId),
            Span = Ids.Span(record.SpanId),
            Scope = scope,
            Severity = (byte)Math.Clamp(record.SeverityNumber, 0, MaxSeverity),
        });
        _records.Append(record.ToByteArray());
        if (Entries.Count > limits.MaxLogCount)
        {
            DropOldest();
        }
    }

    public LogRecord Read(int number) => LogRecord.Parser.ParseFrom(_records.Read(number));

    public void DropOldest()
    {
        Entries.DropFirst();
        _records.DropFirst();
    }
}
