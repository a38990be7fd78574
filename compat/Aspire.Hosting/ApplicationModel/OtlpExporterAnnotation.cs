namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resource sends its telemetry to the dashboard.</summary>
public class OtlpExporterAnnotation : IResourceAnnotation
{
    /// <summary>How it is sent; null for gRPC as far as the dashboard takes it.</summary>
    public OtlpProtocol? RequiredProtocol { get; init; }
}
