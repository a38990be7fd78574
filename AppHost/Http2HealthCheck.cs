using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Digits.AppHost;

/// <summary>Healthy when a path of an address answers with success over HTTP/2 without TLS.</summary>
/// <param name="address">Where the service listens; asked for with each check, since it is known only after the start.</param>
/// <param name="path">The path of the service's own health check.</param>
internal sealed class Http2HealthCheck(Func<string> address, string path) : IHealthCheck
{
    private static readonly HttpClient Client = new()
    {
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromSeconds(5),
    };

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var response = await Client.GetAsync(new Uri(new Uri(address()), path), cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return HealthCheckResult.Healthy();
            }

            var why = await response.Content.ReadAsStringAsync(cancellationToken);
            return new HealthCheckResult(
                context.Registration.FailureStatus, $"{path} answered {(int)response.StatusCode}{(why.Length == 0 ? "." : $", {why}")}");
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, fault.Message, fault);
        }
    }
}
