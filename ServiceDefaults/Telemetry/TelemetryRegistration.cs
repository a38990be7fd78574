using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;

namespace Digits.ServiceDefaults.Telemetry;

/// <summary>Traces, metrics and logs over OTLP.</summary>
internal static class TelemetryRegistration
{
    /// <summary>
    /// The standard variable that names the receiver. Without it nothing is collected and nothing of this costs anything. The other
    /// <c>OTEL_*</c> variables (protocol, headers, service name, intervals) have their standard meaning too.
    /// </summary>
    private const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[EndpointKey]))
        {
            return;
        }

        // Request spans say what they are about only with this; the runtime leaves it to an instrumentation package otherwise.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
            logging.AddOtlpExporter();
        });
        builder.Services.AddSingleton<IStartupFilter, RequestSpanFilter>();
        builder.Services.AddHostedService<TelemetryExport>();
    }
}
