using Digits.Datasets;
using Digits.ServiceDefaults.Errors;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Digits.Processing.Limits;

/// <summary>Ends the calls of callers that neither send nor receive, since they hold turns that others wait for.</summary>
internal sealed class Patience(IOptions<LimitOptions> options, TimeProvider clock, ILogger<Patience> logger)
{
    /// <summary>Wraps a stream of responses: a caller who does not take a message for too long is cut off.</summary>
    public IServerStreamWriter<T> With<T>(IServerStreamWriter<T> responses, ServerCallContext context) =>
        new PatientStream<T>(responses, context, options.Value.Patience, clock, logger);

    /// <summary>Waits for the next message of a caller.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="RefusalException">Nothing came for too long.</exception>
    public async Task<bool> MoveNextAsync<T>(IAsyncStreamReader<T> messages, CancellationToken cancellationToken)
    {
        try
        {
            return await messages.MoveNext(cancellationToken).WaitAsync(options.Value.Patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw RequestErrors.UploadSilent(options.Value.Patience);
        }
    }

    private sealed class PatientStream<T>(
        IServerStreamWriter<T> responses, ServerCallContext context, TimeSpan patience, TimeProvider clock, ILogger logger)
        : IServerStreamWriter<T>
    {
        public WriteOptions? WriteOptions
        {
            get => responses.WriteOptions;
            set => responses.WriteOptions = value;
        }

        public Task WriteAsync(T message) => WriteAsync(message, context.CancellationToken);

        public async Task WriteAsync(T message, CancellationToken cancellationToken)
        {
            var write = responses.WriteAsync(message, cancellationToken);
            try
            {
                await write.WaitAsync(patience, clock, cancellationToken);
            }
            catch (TimeoutException)
            {
                Log.CallerStalled(logger, context.Method, patience);

                // A status would wait behind what the caller does not take, together with all that is buffered.
                context.GetHttpContext().Abort();
                await write.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw RpcErrors.Cancelled("CALLER_STALLED", $"Nothing of the answer was taken for {patience.TotalSeconds:0.#} seconds.");
            }
            catch
            {
                // The message's buffers belong to the write until it is over.
                await write.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }
        }
    }
}

internal static partial class Log
{
    [LoggerMessage(
        120,
        LogLevel.Information,
        "{Method} was ended: its caller took nothing of the answer for {Patience}.",
        EventName = "CallerStalled")]
    public static partial void CallerStalled(ILogger logger, string method, TimeSpan patience);
}
