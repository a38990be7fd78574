using System.Buffers;
using System.Runtime.InteropServices;

namespace Digits.Imaging;

/// <summary>
/// A decoded picture, row by row: one byte a pixel where it is grey and opaque, otherwise red, green, blue and alpha (not
/// premultiplied).
/// </summary>
internal sealed unsafe class Picture : IDisposable
{
    public const int Gray = 1;
    public const int Rgba = 4;

    private readonly int _length;
    private byte[]? _array;
    private void* _memory;

    /// <param name="width">Columns, 1 to <see cref="PictureHeader.MaxSide"/>.</param>
    /// <param name="height">Rows, 1 to <see cref="PictureHeader.MaxSide"/>.</param>
    /// <param name="channels"><see cref="Gray"/> or <see cref="Rgba"/>.</param>
    public Picture(int width, int height, int channels)
    {
        (Width, Height, Channels) = (width, height, channels);
        _length = checked(width * height * channels);
        // Small pictures share pooled arrays. A large one gets memory of its own, which goes back to the system at once.
        if (_length <= GrayImage.MaxPooledBytes)
        {
            _array = ArrayPool<byte>.Shared.Rent(_length);
        }
        else
        {
            _memory = NativeMemory.Alloc((nuint)_length);
        }
    }

    ~Picture() => Release();

    public int Width { get; }

    public int Height { get; }

    public int Channels { get; }

    /// <summary>How the picture must be turned or mirrored to be upright.</summary>
    public Orientation Orientation { get; init; } = Orientation.Upright;

    /// <summary>All values; undefined until they are written.</summary>
    public Span<byte> Pixels => _memory is null ? _array.AsSpan(0, _length) : new Span<byte>(_memory, _length);

    /// <summary>The values of row <paramref name="y"/>.</summary>
    public Span<byte> Row(int y) => Pixels.Slice(y * Width * Channels, Width * Channels);

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        if (_memory is not null)
        {
            NativeMemory.Free(_memory);
            _memory = null;
        }
        else if (Interlocked.Exchange(ref _array, null) is { } array)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
