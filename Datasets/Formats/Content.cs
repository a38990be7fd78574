using System.Text.Unicode;
using Digits.Datasets.Formats.Archives;
using Digits.Datasets.Formats.Matlab;
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
        _ when MatFile.IsMat(head) => ContentKind.Mat,
        [0, 0, >= 8 and <= 14, >= 1 and <= 8, ..] => ContentKind.Idx,
        _ => RecognizeText(head),
    };

    /// <summary>What an unknown file seems to be, for messages; null when nothing known.</summary>
    public static string? Describe(ReadOnlySpan<byte> head) => KnownFile.Of(head)?.What;

    /// <summary>Text without the mark that some programs put before it.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) =>
        text.StartsWith(ByteOrderMark) ? text[ByteOrderMark.Length..] : text;

    private static ContentKind RecognizeText(ReadOnlySpan<byte> head)
    {
        if (TextFile.EncodingOf(head) is not null)
        {
            return ContentKind.Text;
        }

        var text = WithoutMark(head);
        foreach (var value in text)
        {
            if (value < ' ' && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r'))
            {
                return ContentKind.Unknown;
            }
        }

        return !Utf8.IsValid(head.Length < DataFile.HeadSize ? text : WithoutHalf(text)) || KnownFile.OfText(text) is not null
            ? ContentKind.Unknown
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

    /// <summary>Variables of MATLAB.</summary>
    Mat,

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
