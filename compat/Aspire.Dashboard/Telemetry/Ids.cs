using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;

namespace Aspire.Dashboard.Telemetry;

/// <summary>Trace and span identifiers: bytes on the wire, numbers in memory, hexadecimal digits on the page. 0 is none.</summary>
internal static class Ids
{
    private const int TraceBytes = 16;
    private const int SpanBytes = 8;

    /// <summary>0 unless there are 16 bytes.</summary>
    public static UInt128 Trace(ByteString bytes) => bytes.Length == TraceBytes ? BinaryPrimitives.ReadUInt128BigEndian(bytes.Span) : 0;

    /// <summary>0 unless there are 8 bytes.</summary>
    public static ulong Span(ByteString bytes) => bytes.Length == SpanBytes ? BinaryPrimitives.ReadUInt64BigEndian(bytes.Span) : 0;

    public static string Text(UInt128 trace) => trace == 0 ? "" : trace.ToString("x32", CultureInfo.InvariantCulture);

    public static string Text(ulong span) => span == 0 ? "" : span.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>0 if it is no identifier.</summary>
    public static UInt128 ParseTrace(string? text) =>
        text?.Length == TraceBytes * 2 && UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) ? id : 0;

    /// <summary>0 if it is no identifier.</summary>
    public static ulong ParseSpan(string? text) =>
        text?.Length == SpanBytes * 2 && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) ? id : 0;
}
