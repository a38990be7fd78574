namespace Digits.Processing.Catalog.Bzip2;

/// <summary>Reads bits of a stream, the highest of each byte first.</summary>
internal sealed class BitReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _length;
    private int _next;
    private ulong _bits;
    private int _count;

    /// <summary>Whether the stream ends here; skips what is left of the byte begun.</summary>
    public bool AtEnd()
    {
        _count -= _count % 8;
        return _count == 0 && !Fill();
    }

    /// <summary>Reads up to 32 bits as a number.</summary>
    /// <exception cref="InvalidDataException">The stream has no more of them.</exception>
    public uint Read(int count)
    {
        while (_count < count)
        {
            if (!Fill())
            {
                throw new InvalidDataException("The compressed data is cut short.");
            }

            _bits = (_bits << 8) | _buffer[_next++];
            _count += 8;
        }

        _count -= count;
        return (uint)(_bits >> _count) & (uint)((1UL << count) - 1);
    }

    private bool Fill()
    {
        if (_next < _length)
        {
            return true;
        }

        _next = 0;
        _length = stream.Read(_buffer);
        return _length > 0;
    }
}
