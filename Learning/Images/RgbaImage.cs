using System.Buffers;

namespace Digits.Learning.Images;

/// <summary>A decoded picture: 8-bit red, green, blue, alpha (not premultiplied), row by row, in a pooled buffer.</summary>
internal sealed class RgbaImage(int width, int height) : IDisposable
{
    private byte[]? _buffer = ArrayPool<byte>.Shared.Rent(checked(width * height * 4));

    public int Width { get; } = width;

    public int Height { get; } = height;

    public Span<byte> Pixels => _buffer.AsSpan(0, Width * Height * 4);

    public Span<byte> Row(int y) => _buffer.AsSpan(y * Width * 4, Width * 4);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
