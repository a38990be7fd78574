using System.Text.Unicode;
using Digits.Datasets.Formats.Archives;
using Digits.Imaging;

namespace Digits.Datasets.Formats;

/// <summary>Recognises files by their first bytes, never by their names.</summary>
internal static class Content
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Tells what a file is.</summary>
    /// <param name="head">The file's first bytes, unpacked; 4 KB are enough.</param>
    public static ContentKind Recognize(ReadOnlySpan<byte> head) => head switch
    {
        [] => ContentKind.Empty,
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => ContentKind.Zip,
        [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => ContentKind.Npy,
        _ when PictureFormats.Recognize(head) is not null => ContentKind.Picture,
        _ when SevenZipHeader.IsSevenZip(head) => ContentKind.SevenZip,
        _ when TarReader.IsTar(head) => ContentKind.Tar,
        [0, 0, >= 8 and <= 14, >= 1 and <= 8, ..] => ContentKind.Idx,
        _ => RecognizeText(head),
    };

    /// <summary>What an unknown file seems to be, for messages; null when nothing known.</summary>
    public static string? Describe(ReadOnlySpan<byte> head) => head switch
    {
        [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => "a 7z archive",
        [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => "a RAR archive",
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => "packed with xz",
        [(byte)'B', (byte)'Z', (byte)'h', ..] => "packed with bzip2",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "packed with Zstandard",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "an HDF5 file",
        [(byte)'M', (byte)'A', (byte)'T', (byte)'L', (byte)'A', (byte)'B', ..] => "a MATLAB file",
        [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => "a Parquet file",
        [0x80, >= 2 and <= 5, ..] => "a Python pickle, which could run programs and is never read",
        [0x1F, 0x8B, ..] => "packed with gzip twice",
        _ when PictureFormats.NameUnread(head) is { } name => $"a file in the format {name}",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "text in UTF-16; save it as UTF-8",
        _ when head.Length > 262 && head[257..].StartsWith("ustar"u8) => "a tar archive",
        _ => null,
    };

    /// <summary>Text without the mark that some programs put before it.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) =>
        text.StartsWith(ByteOrderMark) ? text[ByteOrderMark.Length..] : text;

    private static ContentKind RecognizeText(ReadOnlySpan<byte> head)
    {
        var text = WithoutMark(head);
        foreach (var value in text)
        {
            if (value < ' ' && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r'))
            {
                return ContentKind.Unknown;
            }
        }

        return !Utf8.IsValid(head.Length < DataFile.HeadSize ? text : WithoutHalf(text)) ? ContentKind.Unknown
            : text.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] ? ContentKind.Json
            : ContentKind.Text;
    }

    // A head may end in the middle of a character.
    private static ReadOnlySpan<byte> WithoutHalf(ReadOnlySpan<byte> text)
    {
        var end = text.Length;
        while (end > 0 && text.Length - end < 3 && (text[end - 1] & 0xC0) == 0x80)
        {
            end--;
        }

        return end > 0 && text[end - 1] >= 0xC0 ? text[..(end - 1)] : text[..end];
    }
}

/// <summary>What a file holds, as its first bytes tell.</summary>
internal enum ContentKind
{
    /// <summary>Nothing that is known.</summary>
    Unknown,

    /// <summary>No bytes at all.</summary>
    Empty,

    /// <summary>A ZIP archive; NPZ is one too.</summary>
    Zip,

    /// <summary>A tar archive.</summary>
    Tar,

    /// <summary>A 7z archive.</summary>
    SevenZip,

    /// <summary>An IDX array.</summary>
    Idx,

    /// <summary>An array as NumPy saves it.</summary>
    Npy,

    /// <summary>A picture that can be read.</summary>
    Picture,

    /// <summary>A JSON object.</summary>
    Json,

    /// <summary>Text; a table if it is anything.</summary>
    Text,
}
