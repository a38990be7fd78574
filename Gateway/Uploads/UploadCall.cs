using Digits.Upload.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Digits.Gateway.Uploads;

/// <summary>
/// A client stream that sends settings and files. Each write waits for HTTP/2 flow control, so that only one chunk is in memory at a time.
/// If it is disposed before it is complete, the call is cancelled and the service keeps nothing.
/// </summary>
internal sealed class UploadCall : IAsyncDisposable
{
    private const int ChunkBytes = 256 << 10;

    private readonly UploadShape _shape;
    private readonly AsyncClientStreamingCall<IMessage, IMessage> _call;
    private readonly CancellationTokenSource _ended;
    private readonly Task _watch;
    private readonly byte[] _buffer = new byte[ChunkBytes];

    public UploadCall(UploadShape shape, AsyncClientStreamingCall<IMessage, IMessage> call, CancellationToken callerGone)
    {
        _shape = shape;
        _call = call;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(callerGone);
        _watch = WatchAsync();
    }

    /// <summary>Cancelled when the service has answered or the caller has gone; nothing more need be read then.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>The service's answer.</summary>
    public Task<IMessage> Response => _call.ResponseAsync;

    public Task SendSettingsAsync(IMessage settings) => _call.RequestStream.WriteAsync(_shape.Wrap(_shape.Settings, settings), Ended);

    /// <summary>Sends a file in chunks of one size, the first of which carries its name; an empty file is one empty chunk.</summary>
    public async Task SendFileAsync(string fileName, Stream content)
    {
        var name = fileName;
        int length;
        do
        {
            length = await content.ReadAtLeastAsync(_buffer, _buffer.Length, throwOnEndOfStream: false, Ended);
            if (length > 0 || name.Length > 0)
            {
                // The write has copied the bytes when it completes, so the buffer is free again.
                var chunk = new FileChunk { FileName = name, Data = UnsafeByteOperations.UnsafeWrap(_buffer.AsMemory(0, length)) };
                await _call.RequestStream.WriteAsync(_shape.Wrap(_shape.Files, chunk), Ended);
                name = "";
            }
        }
        while (length == _buffer.Length);
    }

    /// <summary>Tells the service that everything has been sent.</summary>
    public Task CompleteAsync() => _call.RequestStream.CompleteAsync();

    public async ValueTask DisposeAsync()
    {
        _call.Dispose();
        await _watch;
        _ended.Dispose();
    }

    private async Task WatchAsync()
    {
        await ((Task)_call.ResponseAsync).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _ended.CancelAsync();
    }
}
