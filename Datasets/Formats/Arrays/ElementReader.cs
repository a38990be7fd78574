namespace Digits.Datasets.Formats.Arrays;

/// <summary>Reads an array element by element, in order.</summary>
internal sealed class ElementReader : IDisposable
{
    private readonly Stream _stream;
    private readonly ArrayFile _array;
    private long _read;

    public ElementReader(ArrayFile array)
    {
        _array = array;
        _stream = array.File.Open();
        try
        {
            Read(stackalloc byte[Math.Min(array.Header.Size, 512)], array.Header.Size);
            _read = 0;
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next elements, as they are stored.</summary>
    /// <exception cref="RefusalException">The file ends too early or is damaged.</exception>
    public void Read(Span<byte> elements) => Read(elements, elements.Length);

    /// <summary>Makes sure that the file ends where it should. Call it after the last element.</summary>
    /// <exception cref="RefusalException">The file goes on, or what it is packed in is damaged.</exception>
    public void ReadEnd()
    {
        if (_stream.ReadByte() >= 0)
        {
            throw Errors.ArrayTrailingBytes(_array.Header.Format, _array.Name, _array.Header.Size + _read);
        }
    }

    public void Dispose() => _stream.Dispose();

    // Reads the given number of bytes through the buffer, as often as it takes.
    private void Read(Span<byte> buffer, long count)
    {
        while (count > 0)
        {
            var wanted = (int)Math.Min(count, buffer.Length);
            var got = _stream.ReadAtLeast(buffer[..wanted], wanted, throwOnEndOfStream: false);
            _read += got;
            count -= got;
            if (got < wanted)
            {
                throw Errors.ArrayTruncated(
                    _array.Header.Format,
                    _array.Name,
                    $"it ends after {_read} bytes of the elements that its shape {_array.Header.Shape} claims");
            }
        }
    }
}
