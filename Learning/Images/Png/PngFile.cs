using System.Buffers;
using System.Runtime.InteropServices;

namespace Digits.Learning.Images.Png;

/// <summary>The parts of a PNG that matter for its pixels, with the order of its chunks checked.</summary>
internal sealed class PngFile
{
    private readonly ArrayBufferWriter<byte> _data = new();
    private byte[]? _palette;
    private byte[]? _transparency;

    private PngFile(PngHeader header) => Header = header;

    public PngHeader Header { get; }

    /// <summary>Red, green and blue of each palette entry; empty without a palette.</summary>
    public ReadOnlySpan<byte> Palette => _palette;

    /// <summary>Alpha of the first palette entries, or the 16-bit samples of the one transparent colour; empty without a tRNS chunk.</summary>
    public ReadOnlySpan<byte> Transparency => _transparency;

    /// <summary>How many bytes of compressed pixels there are.</summary>
    public int DataLength => _data.WrittenCount;

    /// <summary>Reads up to the IEND chunk; what follows it is ignored, as everywhere.</summary>
    /// <exception cref="ImageFormatException">The file is no PNG, cut short, damaged or out of order.</exception>
    public static PngFile Read(ReadOnlySpan<byte> bytes, int maxSide)
    {
        var chunks = new PngChunkReader(bytes);
        var file = new PngFile(PngHeader.Read(chunks.Read(), maxSide));
        var previous = PngChunk.Ihdr;
        while (true)
        {
            var chunk = chunks.Read();
            if (chunk.Type == PngChunk.Iend)
            {
                file.Finish(chunk);
                return file;
            }

            file.Add(chunk, previous);
            previous = chunk.Type;
        }
    }

    /// <summary>The compressed pixels.</summary>
    public Stream OpenData() =>
        MemoryMarshal.TryGetArray(_data.WrittenMemory, out var data)
            ? new MemoryStream(data.Array!, data.Offset, data.Count, writable: false)
            : throw new InvalidOperationException("An ArrayBufferWriter lies over an array.");

    private void Add(PngChunk chunk, uint previous)
    {
        switch (chunk.Type)
        {
            case PngChunk.Plte:
                AddPalette(chunk.Data);
                break;
            case PngChunk.Trns:
                AddTransparency(chunk.Data);
                break;
            case PngChunk.Idat:
                Check(_data.WrittenCount == 0 || previous == PngChunk.Idat, "its IDAT chunks do not follow one another");
                _data.Write(chunk.Data);
                break;
            case PngChunk.Ihdr:
                throw Broken("it has a second IHDR chunk");
            default:
                if (chunk.IsCritical)
                {
                    throw new ImageFormatException(
                        ImageFault.Unsupported, $"The PNG has a {chunk.Name} chunk, which cannot be read and must not be skipped.");
                }

                break;
        }
    }

    private void AddPalette(ReadOnlySpan<byte> data)
    {
        Check(_palette is null, "it has a second PLTE chunk");
        Check(_data.WrittenCount == 0 && _transparency is null, "its PLTE chunk comes too late");
        Check(Header.ColorType is not (PngColorType.Gray or PngColorType.GrayAlpha), "a grey image has no palette");
        Check(data.Length % 3 == 0 && data.Length is >= 3 and <= 3 * 256, $"its PLTE chunk has {data.Length} bytes");
        Check(
            Header.ColorType != PngColorType.Palette || data.Length / 3 <= 1 << Header.BitDepth,
            $"its palette has {data.Length / 3} colours, too many for {Header.BitDepth} bits");
        _palette = data.ToArray();
    }

    private void AddTransparency(ReadOnlySpan<byte> data)
    {
        Check(_transparency is null, "it has a second tRNS chunk");
        Check(_data.WrittenCount == 0, "its tRNS chunk comes too late");
        var legal = Header.ColorType switch
        {
            PngColorType.Gray => data.Length == 2,
            PngColorType.Rgb => data.Length == 6,
            PngColorType.Palette => data.Length >= 1 && data.Length <= Palette.Length / 3,
            _ => false,
        };
        Check(legal, $"its tRNS chunk of {data.Length} bytes does not fit its pixel format or palette");
        _transparency = data.ToArray();
    }

    private void Finish(PngChunk end)
    {
        Check(end.Data.IsEmpty, "its IEND chunk is not empty");
        Check(_data.WrittenCount > 0, "it has no pixels: its IDAT chunk is missing or empty");
        Check(Header.ColorType != PngColorType.Palette || _palette is not null, "its palette (PLTE) is missing");
    }

    private static void Check(bool legal, string fault)
    {
        if (!legal)
        {
            throw Broken(fault);
        }
    }

    private static ImageFormatException Broken(string fault) =>
        new(ImageFault.Invalid, $"The PNG breaks the rules of the format: {fault}.");
}
