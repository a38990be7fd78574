using System.Threading.Channels;
using Digits.ServiceDefaults.Errors;
using Digits.Training.V1;
using Grpc.Core;

namespace Digits.Inference.Models;

/// <summary>
/// Follows Training's registry for as long as the process lives: one loop listens and keeps the newest state, the other brings the shelf
/// up to it. While Training is away, everything that was loaded goes on answering.
/// </summary>
internal sealed class ModelFollower(
    ModelService.ModelServiceClient training, ModelUpdater updater, TimeProvider time, ILogger<ModelFollower> logger) : BackgroundService
{
    private readonly Channel<WatchModelsResponse> _newest = Channel.CreateBounded<WatchModelsResponse>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await updater.RestoreAsync(stoppingToken);
        await Task.WhenAll(ListenAsync(stoppingToken), UpdateAsync(stoppingToken));
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        var backoff = new Backoff(Backoff.LongestReconnect);
        var isAway = false;
        Log.WaitingForTraining(logger);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Training may start later than this: the call waits for the connection.
                using var call = training.WatchModels(new WatchModelsRequest(), new CallOptions(cancellationToken: stoppingToken).WithWaitForReady());
                await foreach (var registry in call.ResponseStream.ReadAllAsync(stoppingToken))
                {
                    if (isAway)
                    {
                        Log.TrainingIsBack(logger);
                        isAway = false;
                    }

                    backoff = new Backoff(Backoff.LongestReconnect);
                    // Callers learn of a new model's name at once, even while an update with older news is still downloading.
                    updater.Announce(registry.Models);
                    _newest.Writer.TryWrite(registry);
                }
            }
            catch (RpcException exception)
            {
                stoppingToken.ThrowIfCancellationRequested();
                if (!isAway)
                {
                    Log.TrainingIsAway(logger, exception.StatusCode, CallerText.Shorten(exception.Status.Detail));
                    isAway = true;
                }
            }

            await Task.Delay(backoff.Next(), time, stoppingToken);
        }
    }

    private async Task UpdateAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var registry = await _newest.Reader.ReadAsync(stoppingToken);
            var backoff = new Backoff(Backoff.LongestDownload);
            while (!await updater.UpdateAsync(registry.Models, stoppingToken))
            {
                registry = await ReadNewerAsync(backoff.Next(), stoppingToken) ?? registry;
            }
        }
    }

    /// <summary>The next state of the registry; null when there is none within <paramref name="patience"/>.</summary>
    private async Task<WatchModelsResponse?> ReadNewerAsync(TimeSpan patience, CancellationToken stoppingToken)
    {
        using var timeout = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, timeout.Token);
        try
        {
            return await _newest.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return null;
        }
    }
}

/// <summary>Exponential backoff between attempts: each delay is twice the one before, up to a limit.</summary>
/// <param name="longest">The longest delay.</param>
internal sealed class Backoff(TimeSpan longest)
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);

    /// <summary>A connection attempt costs next to nothing, and a restarted Training should be found again soon.</summary>
    public static readonly TimeSpan LongestReconnect = TimeSpan.FromSeconds(5);

    /// <summary>A download may cost hundreds of megabytes, and a download that has failed many times will hardly succeed in the next seconds.</summary>
    public static readonly TimeSpan LongestDownload = TimeSpan.FromMinutes(1);

    private TimeSpan _next = Shortest;

    /// <summary>The delay before the next attempt.</summary>
    public TimeSpan Next()
    {
        var current = _next;
        _next = TimeSpan.FromTicks(Math.Min(2 * current.Ticks, longest.Ticks));
        return current;
    }
}
