using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.BZip2;

namespace Digits.Datasets.Formats.Archives;

/// <summary>What a bzip2 file unpacks to. The library unpacks; whether the data is bzip2 at all, and whether another stream follows, is seen here.</summary>
/// <param name="packed">The file, which can be sought; stays open.</param>
internal sealed class Bzip2Content(Stream packed) : ForwardStream
{
    private BZip2InputStream? _stream;

    /// <exception cref="InvalidDataException">What lies below is not bzip2, cut short or damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            while (true)
            {
                var got = _stream?.Read(buffer) ?? 0;
                if (got > 0 || buffer.IsEmpty || (_stream is not null && packed.Position == packed.Length))
                {
                    return got;
                }

                _stream = OpenStream();
            }
        }
        catch (Exception fault) when (fault is SharpZipBaseException or EndOfStreamException or IndexOutOfRangeException)
        {
            // The library checks every checksum, but not every index that damaged data leads it to.
            throw new InvalidDataException("The compressed data is damaged or cut short.", fault);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _stream?.Dispose();
        base.Dispose(disposing);
    }

    // The library takes what does not begin as bzip2 for an empty file.
    private BZip2InputStream OpenStream()
    {
        Span<byte> start = stackalloc byte[4];
        packed.ReadExactly(start);
        packed.Position -= start.Length;
        return start is [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9']
            ? new BZip2InputStream(packed) { IsStreamOwner = false }
            : throw new InvalidDataException("The data is not bzip2.");
    }
}
