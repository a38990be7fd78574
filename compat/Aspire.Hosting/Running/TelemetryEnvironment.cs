using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Running;

/// <summary>The <c>OTEL_*</c> variables: who a process is, where its telemetry goes, and how soon.</summary>
internal sealed class TelemetryEnvironment(DashboardSettings dashboard, IHostEnvironment environment)
{
    private const string DelayMilliseconds = "1000";

    public void Add(Dictionary<string, object> variables, ResourceInstance instance)
    {
        variables["OTEL_SERVICE_NAME"] = instance.Resource.Name;
        variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={instance.Suffix}";
        variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        AddTarget(variables, instance.Resource.Annotations.OfType<OtlpExporterAnnotation>().Last().RequiredProtocol);
        if (!environment.IsDevelopment())
        {
            return;
        }

        // What somebody watches should be there at once and complete.
        variables["OTEL_BLRP_SCHEDULE_DELAY"] = DelayMilliseconds;
        variables["OTEL_BSP_SCHEDULE_DELAY"] = DelayMilliseconds;
        variables["OTEL_METRIC_EXPORT_INTERVAL"] = DelayMilliseconds;
        variables["OTEL_TRACES_SAMPLER"] = "always_on";
        variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
        variables["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"] = "true";
        variables["OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION"] = "true";
    }

    private void AddTarget(Dictionary<string, object> variables, OtlpProtocol? protocol)
    {
        var overHttp = protocol == OtlpProtocol.HttpProtobuf || (protocol is null && dashboard.OtlpGrpcUrl is null);
        if ((overHttp ? dashboard.OtlpHttpUrl : dashboard.OtlpGrpcUrl) is not { } url)
        {
            return;
        }

        variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = url;
        variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = overHttp ? "http/protobuf" : "grpc";
        if (dashboard.OtlpApiKey is { } key)
        {
            variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={key}";
        }
    }
}
