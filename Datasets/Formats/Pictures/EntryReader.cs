using System.Buffers;
using Digits.Datasets.Formats.Zip;
using Digits.Datasets.Versions;
using Digits.Imaging;

namespace Digits.Datasets.Formats.Pictures;

/// <summary>Reads pictures out of an archive.</summary>
internal sealed class EntryReader(ZipReader archive, ImportOptions limits)
{
    // Deflate cannot shrink anything by more than about 1032 : 1.
    private const long MaxRatio = 1040;

    private long _pixels;

    /// <summary>Reads a picture.</summary>
    /// <param name="entry">The picture's entry.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The picture, or what is wrong with it, or why it is no picture and does no harm.</returns>
    /// <exception cref="RefusalException">All pictures together have more pixels than an upload may unpack to bytes.</exception>
    public (GrayImage? Image, string? Fault, string? Extra) Read(ZipEntry entry, string name)
    {
        var extra = Extras.HasPictureEnding(name) ? null : ExtraOf(entry, name);
        var (image, fault) = extra is null ? Read(entry) : (null, null);
        return (image, fault, extra);
    }

    private (GrayImage? Image, string? Fault) Read(ZipEntry entry)
    {
        if (entry.Size > limits.MaxImageBytes)
        {
            return (null, $"It has {entry.Size} bytes; a picture of at most {limits.MaxImageBytes} can be read.");
        }

        // The size is the archive's claim; room for it is made only as far as the packed bytes could fill it.
        var buffer = ArrayPool<byte>.Shared.Rent((int)MaxUnpacked(entry) + 1);
        try
        {
            var image = Decode(buffer.AsSpan(0, Fill(entry, buffer)));
            Spend((long)image.Width * image.Height);
            return (image, null);
        }
        catch (InvalidDataException fault)
        {
            return (null, fault.Message);
        }
        catch (ImageFormatException fault)
        {
            // How many pixels were decoded before the fault is not known; this is an upper bound.
            Spend(Math.Min(MaxRatio * entry.Size, (long)limits.MaxImageSide * limits.MaxImageSide));
            return (null, fault.Message);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private string? ExtraOf(ZipEntry entry, string name)
    {
        try
        {
            using var content = archive.OpenContent(entry);
            var head = new byte[(int)Math.Min(entry.Size, DataFile.HeadSize)];
            var got = content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            var kind = Content.Recognize(head.AsSpan(0, got));
            return kind == ContentKind.Picture ? null : Extras.CauseOf(name, kind, head.AsSpan(0, got));
        }
        catch (InvalidDataException)
        {
            // Reading it as a picture says what is damaged.
            return null;
        }
    }

    // A picture format compresses by itself, so the bytes of the archive do not bound its pixels: 16 KB can be 16 million pixels.
    private void Spend(long pixels)
    {
        _pixels += pixels;
        if (_pixels > limits.MaxUnpackedBytes)
        {
            throw Errors.UnpackedTooLarge(archive.Name, limits.MaxUnpackedBytes);
        }
    }

    private GrayImage Decode(ReadOnlySpan<byte> file) => Content.Recognize(file[..Math.Min(file.Length, DataFile.HeadSize)]) switch
    {
        ContentKind.Zip => throw new InvalidDataException("It is an archive inside of the archive."),
        ContentKind.Unknown when PictureFormats.NameUnread(file) is null && Content.Describe(file[..Math.Min(file.Length, DataFile.HeadSize)]) is { } other =>
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

/// <summary>Reads part and label of a picture from its folders: the first that is no word for a part is the label.</summary>
internal static class PicturePath
{
    /// <summary>The part and the label's folder that a path names, without the folders around everything.</summary>
    /// <returns>The label's folder as it stands there; empty when no folder names a label.</returns>
    public static (Part Part, string Label) Read(ReadOnlySpan<char> path)
    {
        var part = Part.Unspecified;
        while (path.IndexOf('/') is var end and >= 0)
        {
            var folder = path[..end];
            path = path[(end + 1)..];
            var word = PartWords.OfFolder(folder);
            if (word != Part.Unspecified && part == Part.Unspecified)
            {
                part = word;
            }
            else if (!folder.IsEmpty && !folder.SequenceEqual("."))
            {
                return (part == Part.Unspecified ? PartBelow(path) : part, folder.ToString());
            }
        }

        return (part, "");
    }

    // Also 7/train/a.png is found.
    private static Part PartBelow(ReadOnlySpan<char> path) =>
        path.IndexOf('/') is var end and >= 0 ? PartWords.OfFolder(path[..end]) : Part.Unspecified;
}
