using Microsoft.Win32.SafeHandles;

namespace Digits.Processing.Formats.Zip;

/// <summary>A part of a file as a stream. The file stays open when the stream is closed.</summary>
internal sealed class FileRegion(SafeFileHandle file, long start, long length) : ForwardStream
{
    private long _at;

    public override long Length => length;

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, length - _at);
        var got = wanted == 0 ? 0 : RandomAccess.Read(file, buffer[..wanted], start + _at);
        _at += got;
        return got;
    }
}
