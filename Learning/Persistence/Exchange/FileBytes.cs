namespace Digits.Learning.Persistence.Exchange;

/// <summary>
/// Reads bytes at any position of a file through a small window, so that reading needs little memory for a file of any size. Not
/// thread-safe; leaves the stream open.
/// </summary>
internal sealed class FileBytes
{
    private const int WindowSize = 1 << 14;

    private readonly Stream _stream;
    private readonly byte[] _window = new byte[WindowSize];
    private long _start;
    private int _count;

    /// <param name="stream">A stream that can seek; it is read from its beginning.</param>
    public FileBytes(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        Length = stream.Length;
    }

    public long Length { get; }

    /// <summary>The byte at a position within the file.</summary>
    public byte this[long at]
    {
        get
        {
            if (at < _start || at >= _start + _count)
            {
                Move(at);
            }

            return _window[at - _start];
        }
    }

    /// <summary>Copies a range of bytes that lies within the file.</summary>
    public void Read(long at, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            if (at < _start || at >= _start + _count)
            {
                Move(at);
            }

            var available = _window.AsSpan((int)(at - _start), (int)Math.Min(_start + _count - at, destination.Length));
            available.CopyTo(destination);
            destination = destination[available.Length..];
            at += available.Length;
        }
    }

    private void Move(long at)
    {
        _stream.Position = at;
        (_start, _count) = (at, _stream.Read(_window));
        if (_count == 0)
        {
            throw new ModelFormatException("The file ends too soon.");
        }
    }
}

/// <summary>Compares the bytes that are written to it with a range of a file.</summary>
/// <param name="file">The file.</param>
/// <param name="start">The position of the range.</param>
/// <param name="length">Its length, in bytes.</param>
/// <param name="fault">The message of the exception when it differs.</param>
internal sealed class ComparingStream(FileBytes file, long start, long length, string fault) : Stream
{
    private readonly byte[] _piece = new byte[1 << 12];
    private long _at;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="ModelFormatException">These bytes are not those of the file.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > length - _at)
        {
            throw new ModelFormatException(fault);
        }

        while (buffer.Length > 0)
        {
            var piece = _piece.AsSpan(0, Math.Min(_piece.Length, buffer.Length));
            file.Read(start + _at, piece);
            if (!piece.SequenceEqual(buffer[..piece.Length]))
            {
                throw new ModelFormatException(fault);
            }

            _at += piece.Length;
            buffer = buffer[piece.Length..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <exception cref="ModelFormatException">The range of the file is longer than the bytes that were written.</exception>
    public void Finish()
    {
        if (_at != length)
        {
            throw new ModelFormatException(fault);
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
