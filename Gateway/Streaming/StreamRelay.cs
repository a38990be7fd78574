using Digits.Gateway.Errors;
using Google.Protobuf;
using Grpc.Core;

namespace Digits.Gateway.Streaming;

/// <summary>Carries one gRPC stream into one HTTP response.</summary>
internal sealed class StreamRelay(HttpContext context, IStreamFormat format, TimeSpan heartbeat, TimeProvider time)
{
    private readonly HttpResponse _response = context.Response;

    /// <exception cref="RpcException">
    /// The call failed; before the response has started, an ordinary error answer is still possible.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    public async Task RunAsync(AsyncServerStreamingCall<IMessage> call)
    {
        var stream = call.ResponseStream;
        var next = stream.MoveNext(context.RequestAborted);
        using var timer = new PeriodicTimer(heartbeat, time);
        Task<bool>? tick = format.HasHeartbeat ? timer.WaitForNextTickAsync(context.RequestAborted).AsTask() : null;
        if (tick is null || await Task.WhenAny(next, tick) == next)
        {
            // A call that fails before its first message has only a status, which then is the answer to the whole request.
            await StartAsync(await next ? stream.Current : null);
        }
        else
        {
            await tick;
            tick = null;
            await StartAsync(first: null);
        }

        while (true)
        {
            if (!next.IsCompleted && format.HasHeartbeat)
            {
                tick ??= timer.WaitForNextTickAsync(context.RequestAborted).AsTask();
                if (await Task.WhenAny(next, tick) == tick)
                {
                    await tick;
                    tick = null;
                    format.WriteHeartbeat(_response.BodyWriter);
                    await FlushAsync();
                    continue;
                }
            }

            if (!await next)
            {
                break;
            }

            format.WriteMessage(stream.Current, _response.BodyWriter);
            await FlushAsync();
            next = stream.MoveNext(context.RequestAborted);
        }

        format.WriteEnd(_response.BodyWriter);
        await FlushAsync();
    }

    /// <summary>Ends a response that has started with the reason why it ends too early.</summary>
    public async Task FailAsync(Problem problem)
    {
        if (format.TryWriteProblem(problem, _response.BodyWriter))
        {
            await FlushAsync();
        }
        else
        {
            context.Abort();
        }
    }

    private async Task StartAsync(IMessage? first)
    {
        _response.ContentType = format.ContentType;
        _response.Headers.CacheControl = "no-store";
        format.WriteStart(first, _response, _response.BodyWriter);
        await FlushAsync();
    }

    private async Task FlushAsync() => await _response.BodyWriter.FlushAsync(context.RequestAborted);
}
