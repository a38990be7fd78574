using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Digits.Inference.Models;

/// <summary>
/// Unhealthy until the registry's models have been loaded for the first time, so that a new replica gets no calls before it can answer
/// them as the others do. Training's absence later changes nothing: what was loaded goes on answering.
/// </summary>
internal sealed class ModelsHealthCheck(ModelUpdater updater) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(updater.HasFinished
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("Training's models have not been loaded yet."));
}
