using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Digits.Gateway.Services;

/// <summary>
/// Whether the services behind the gateway answer; the ones that do not are named. Unhealthy only while a new gateway waits for them: a
/// page that shows what is missing, and the services that are there, are worth more than no gateway.
/// </summary>
internal sealed class PeersHealthCheck(PeerChannels channels, IOptions<GatewayOptions> options, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var answers = await Task.WhenAll(channels.Links.Select(async link => (link.Peer, Answers: await link.CheckAsync(cancellationToken))));
        var missing = answers.Where(answer => !answer.Answers).Select(answer => answer.Peer).ToArray();
        if (missing.Length == 0)
        {
            return HealthCheckResult.Healthy();
        }

        var text = $"No answer from {string.Join(", ", missing)}.";
        var isNew = channels.Links.Any(link => !link.HasAnswered) && time.GetElapsedTime(channels.Made) < options.Value.StartPatience;
        return isNew ? HealthCheckResult.Unhealthy(text) : HealthCheckResult.Degraded(text);
    }
}
