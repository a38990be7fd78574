namespace Digits.Gateway.Tests.Uploads;

/// <summary>A stream of a given length whose bytes are made up as they are read; it knows how far it has been read.</summary>
internal sealed class PatternStream(long length) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => Interlocked.Read(ref _position);
        set => throw new NotSupportedException();
    }

    public static byte ByteAt(long position) => (byte)((position * 31) ^ (position >> 10));

    public override int Read(byte[] buffer, int offset, int count)
    {
        var start = Position;
        var read = (int)Math.Min(count, length - start);
        for (var i = 0; i < read; i++)
        {
            buffer[offset + i] = ByteAt(start + i);
        }

        Interlocked.Add(ref _position, read);
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
