using System.Buffers;
using Digits.Imaging;
using Digits.Processing.Formats.Zip;
using Digits.Processing.Import;

namespace Digits.Processing.Formats.Pictures;

/// <summary>Reads pictures out of an archive.</summary>
internal sealed class EntryReader(ZipFile archive, ImportOptions limits)
{
    // Deflate cannot shrink anything by more than about 1032 : 1.
    private const long MaxRatio = 1040;

    /// <summary>Reads a picture.</summary>
    /// <returns>The picture, or what is wrong with it.</returns>
    public (GrayImage? Image, string? Fault) Read(ZipEntry entry)
    {
        if (entry.Size > limits.MaxImageBytes)
        {
            return (null, $"It has {entry.Size} bytes; a picture of at most {limits.MaxImageBytes} can be read.");
        }

        // The size is the archive's claim; room for it is made only as far as the packed bytes could fill it.
        var buffer = ArrayPool<byte>.Shared.Rent((int)MaxUnpacked(entry) + 1);
        try
        {
            return (Decode(buffer.AsSpan(0, Fill(entry, buffer))), null);
        }
        catch (InvalidDataException fault)
        {
            return (null, fault.Message);
        }
        catch (ImageFormatException fault)
        {
            return (null, fault.Message);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private GrayImage Decode(ReadOnlySpan<byte> file) => Content.Recognize(file[..Math.Min(file.Length, DataFile.HeadSize)]) switch
    {
        ContentKind.Zip => throw new InvalidDataException("It is an archive inside of the archive."),
        ContentKind.Unknown or ContentKind.Text when PictureFormats.NameUnread(file) is null && Content.Describe(file) is { } other =>
            throw new InvalidDataException($"It is {other}; pictures are {PictureFormats.Names}."),
        _ => InkReader.Read(file, limits.MaxImageSide),
    };

    private static long MaxUnpacked(ZipEntry entry) =>
        entry.PackedSize >= entry.Size ? entry.Size : Math.Min(entry.Size, MaxRatio * (entry.PackedSize + 1));

    // One byte of room more than the size lets the stream find its end, where it checks the checksum.
    private int Fill(ZipEntry entry, byte[] buffer)
    {
        using var content = archive.OpenContent(entry);
        return content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
    }
}
