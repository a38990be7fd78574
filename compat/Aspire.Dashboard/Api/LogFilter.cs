using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Logs;
using OpenTelemetry.Proto.Logs.V1;

namespace Aspire.Dashboard.Api;

/// <summary>Decides by the entry first and reads a record only if it has to.</summary>
internal sealed class LogFilter(LogQuery query)
{
    private readonly byte _lowest = LogLevels.LowestOf(query.Level);
    private readonly UInt128 _trace = Ids.ParseTrace(query.Trace);
    private readonly ulong _span = Ids.ParseSpan(query.Span);
    private readonly List<AttributeFilter> _attributes = [.. (query.Attribute ?? []).Where(text => text.Length > 0).Select(AttributeFilter.Parse)];

    public bool ReadsRecords => query.Text is { Length: > 0 } || _attributes.Count > 0;

    public bool Matches(in LogEntry entry) =>
        entry.Severity >= _lowest
        && (string.IsNullOrEmpty(query.Trace) || (_trace != 0 && entry.Trace == _trace))
        && (string.IsNullOrEmpty(query.Span) || (_span != 0 && entry.Span == _span));

    public bool Matches(LogRecord record, string scope) =>
        (query.Text is not { Length: > 0 } text
            || scope.Contains(text, StringComparison.OrdinalIgnoreCase)
            || AttributeText.Of(record.Body).Contains(text, StringComparison.OrdinalIgnoreCase))
        && _attributes.TrueForAll(filter => filter.Matches(record.Attributes));
}
