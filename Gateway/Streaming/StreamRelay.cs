using Digits.Gateway.Errors;
using Google.Protobuf;
using Grpc.Core;

namespace Digits.Gateway.Streaming;

/// <summary>Carries one gRPC stream into one HTTP response.</summary>
internal sealed class StreamRelay(HttpContext context, StreamFormat format, TimeSpan heartbeat, TimeProvider time)
{
    private readonly HttpResponse _response = context.Response;
    private Task<bool>? _tick;

    /// <exception cref="RpcException">The call failed. Before the response has started, an ordinary error answer is still possible.</exception>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    public async Task RunAsync(AsyncServerStreamingCall<IMessage> call)
    {
        var stream = call.ResponseStream;
        var next = stream.MoveNext(context.RequestAborted);
        using var timer = new PeriodicTimer(heartbeat, time);
        while (true)
        {
            if (format.HasHeartbeat && !await ComesBeforeTickAsync(next, timer))
            {
                await (_response.HasStarted ? BeatAsync() : StartAsync(first: null));
                continue;
            }

            // A call that fails before its first message has only a status, which is then the answer to the whole request.
            var hasMessage = await next;
            if (!_response.HasStarted)
            {
                await StartAsync(hasMessage ? stream.Current : null);
            }

            if (!hasMessage)
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

    private async Task<bool> ComesBeforeTickAsync(Task next, PeriodicTimer timer)
    {
        _tick ??= timer.WaitForNextTickAsync(context.RequestAborted).AsTask();
        if (next.IsCompleted || await Task.WhenAny(next, _tick) == next)
        {
            return true;
        }

        await _tick;
        _tick = null;
        return false;
    }

    private Task BeatAsync()
    {
        format.WriteHeartbeat(_response.BodyWriter);
        return FlushAsync();
    }

    private async Task StartAsync(IMessage? first)
    {
        _response.ContentType = format.ContentType;
        _response.Headers.CacheControl = "no-store";
        format.WriteStart(first, _response);
        await FlushAsync();
    }

    private async Task FlushAsync() => await _response.BodyWriter.FlushAsync(context.RequestAborted);
}
