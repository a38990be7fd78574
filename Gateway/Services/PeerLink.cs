using Digits.Gateway.Errors;
using Digits.ServiceDefaults.Clients;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace Digits.Gateway.Services;

/// <summary>The channel to one service, and whether that service answers. Thread-safe.</summary>
internal sealed class PeerLink(Peer peer, GrpcChannel channel, TimeSpan patience, TimeProvider time)
{
    private static readonly TimeSpan CheckTime = TimeSpan.FromSeconds(1);

    // Applies even to a service that has been away for long: it may have come back since the channel last tried.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);

    private readonly CallInvoker _invoker = channel.CreateCallInvoker();
    private readonly Health.HealthClient _health = new(channel);
    private long _awaySince;

    public Peer Peer => peer;

    /// <summary>Whether the service has answered this process once.</summary>
    public bool HasAnswered { get; private set; }

    /// <inheritdoc cref="PeerChannels.ReachAsync"/>
    public ValueTask<CallInvoker> ReachAsync(CancellationToken cancellationToken) =>
        channel.State == ConnectivityState.Ready ? ValueTask.FromResult(_invoker) : ConnectAsync(cancellationToken);

    /// <summary>Asks the service whether it is serving. A service without a health service counts as serving once it answers.</summary>
    public async Task<bool> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var options = new CallOptions(deadline: time.GetUtcNow().UtcDateTime + CheckTime, cancellationToken: cancellationToken);
            var answer = await _health.CheckAsync(new HealthCheckRequest(), options);
            HasAnswered |= answer.Status == HealthCheckResponse.Types.ServingStatus.Serving;
            return answer.Status == HealthCheckResponse.Types.ServingStatus.Serving;
        }
        catch (RpcException exception)
        {
            var answers = exception.StatusCode == StatusCode.Unimplemented;
            HasAnswered |= answers;
            return answers;
        }
    }

    /// <summary>Follows the channel's state for as long as the process lives.</summary>
    public async Task WatchAsync(ILogger logger, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var state = channel.State;
            Note(state, logger);
            await channel.WaitForStateChangedAsync(state, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Note(ConnectivityState state, ILogger logger)
    {
        if (state == ConnectivityState.TransientFailure && Interlocked.CompareExchange(ref _awaySince, time.GetTimestamp(), 0) == 0)
        {
            Log.ServiceAway(logger, peer);
        }
        else if (state == ConnectivityState.Ready && Interlocked.Exchange(ref _awaySince, 0) != 0)
        {
            Log.ServiceThere(logger, peer);
        }
    }

    private async ValueTask<CallInvoker> ConnectAsync(CancellationToken cancellationToken)
    {
        var since = Interlocked.Read(ref _awaySince);
        var wait = since == 0 ? patience : patience - time.GetElapsedTime(since);
        using var limit = new CancellationTokenSource(wait > ShortestWait ? wait : ShortestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await channel.ConnectAsync(either.Token);
            return _invoker;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ProblemException(Problems.ServiceAway(peer));
        }
    }
}
