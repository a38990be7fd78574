using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Digits.Inference.Models;

/// <summary>
/// Unhealthy until the registry's models have been loaded for the first time, so that a new replica gets no calls before it can answer
/// them as the others do, and whenever the registry has models and none of them could be loaded. Degraded while some models are served
/// and others are not, and while local copies are served because Training has not answered yet. Training's absence later changes nothing:
/// what was loaded goes on answering. Models that somebody has unloaded are not meant to be served.
/// </summary>
internal sealed class ModelsHealthCheck(ModelShelf shelf, ModelUpdater updater) : IHealthCheck
{
    private const int MostNamed = 5;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check(shelf.Current, updater.HasFinished));

    private static HealthCheckResult Check(ShelfState state, bool hasFinished)
    {
        if (!state.IsKnown && hasFinished)
        {
            return HealthCheckResult.Degraded(
                $"Training has not told its models yet; the local copies of {state.Served.Count} models answer as they did before.");
        }

        if (!state.IsKnown)
        {
            return HealthCheckResult.Unhealthy("Training has not told its models yet; nothing can be predicted before it runs and answers.");
        }

        var missing = Describe(state);
        var absent = state.Missing.Values.Count(model => !model.IsUnloaded);
        if (!hasFinished)
        {
            return HealthCheckResult.Unhealthy($"Training's models are being loaded; {state.Served.Count} answer so far.{missing}");
        }

        if (absent == 0)
        {
            return HealthCheckResult.Healthy();
        }

        return state.Served.Count == 0
            ? HealthCheckResult.Unhealthy($"None of Training's models can be served.{missing}")
            : HealthCheckResult.Degraded($"Some of Training's models cannot be served.{missing}");
    }

    private static string Describe(ShelfState state)
    {
        var named = state.Missing.Where(model => model.Value is { Fault: not null, IsUnloaded: false }).Take(MostNamed);
        return string.Concat(named.Select(model => $" \"{model.Key}\": {model.Value.Fault}."));
    }
}
