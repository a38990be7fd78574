namespace Aspire.Dashboard.Security;

/// <summary>What the receivers answer.</summary>
internal static class OtlpPaths
{
    public const string Traces = "/v1/traces";
    public const string Metrics = "/v1/metrics";
    public const string Logs = "/v1/logs";

    public static bool IsOtlp(PathString path) =>
        path.Value is Traces or Metrics or Logs || path.Value?.StartsWith("/opentelemetry.proto.collector.", StringComparison.Ordinal) == true;
}
