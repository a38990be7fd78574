using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Digits.ServiceDefaults.Lifetime;

/// <summary>
/// Puts a while between the request to stop, from which on the health checks say "not serving", and the end of the web server.
/// </summary>
internal sealed class Drain(IOptions<DrainOptions> options, TimeProvider time) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken) =>
        await Task.Delay(TimeSpan.FromSeconds(options.Value.DrainSeconds), time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
