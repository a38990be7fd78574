namespace Digits.Datasets.Formats.Csv;

/// <summary>Opens text as UTF-8. Excel saves "Unicode text" as UTF-16, with a byte order mark or, from some programs, without.</summary>
internal static class TableText
{
    // Latin letters, digits and separators have a zero as every other byte.
    private const double LeastZeros = 0.4;

    // A few bytes with zeros among them may be anything.
    private const int LeastLength = 16;

    /// <summary>UTF-16, as the first bytes show it; null for anything else.</summary>
    public static Encoding? Utf16(ReadOnlySpan<byte> head)
    {
        if (head is [0xFF, 0xFE, ..])
        {
            return Encoding.Unicode;
        }

        if (head is [0xFE, 0xFF, ..])
        {
            return Encoding.BigEndianUnicode;
        }

        var (even, odd) = (0, 0);
        for (var at = 0; at + 1 < head.Length; at += 2)
        {
            even += head[at] == 0 ? 1 : 0;
            odd += head[at + 1] == 0 ? 1 : 0;
        }

        var enough = LeastZeros * head.Length / 2;
        return head.Length < LeastLength || IsControl(head) ? null
            : odd >= enough && even == 0 ? Encoding.Unicode
            : even >= enough && odd == 0 ? Encoding.BigEndianUnicode
            : null;
    }

    /// <summary>Opens a file of text as UTF-8, with the mark that it may begin with.</summary>
    public static Stream Open(DataFile file) => Utf16(file.ReadHead()) is { } encoding
        ? Encoding.CreateTranscodingStream(file.Open(), encoding, Encoding.UTF8)
        : file.Open();

    // Characters below the space, other than those between fields and rows, are no text, whatever their width.
    private static bool IsControl(ReadOnlySpan<byte> head) => head.ContainsAnyInRange((byte)1, (byte)8) || head.ContainsAnyInRange((byte)0x0E, (byte)0x1F);
}
