using System.IO.Pipelines;

namespace Digits.Gateway.Uploads;

/// <summary>
/// The body of a request, whose reading can be stopped in the middle. A read that is given up by its token stays open in Kestrel, which
/// then cannot drain the rest of the body and logs that as an error of the server. This one ends the read instead.
/// </summary>
/// <param name="reader">The request's body.</param>
internal sealed class StoppableBody(PipeReader reader) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        cancellationToken.ThrowIfCancellationRequested();
        ReadResult result;
        using (cancellationToken.UnsafeRegister(static state => ((PipeReader)state!).CancelPendingRead(), reader))
        {
            result = await reader.ReadAsync(CancellationToken.None);
        }

        var taken = result.Buffer.Slice(0, Math.Min(buffer.Length, result.Buffer.Length));
        var length = (int)taken.Length;
        var position = 0;
        foreach (var segment in taken)
        {
            segment.Span.CopyTo(buffer.Span[position..]);
            position += segment.Length;
        }

        reader.AdvanceTo(taken.End);
        return length == 0 && !result.IsCompleted ? throw new OperationCanceledException(cancellationToken) : length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
