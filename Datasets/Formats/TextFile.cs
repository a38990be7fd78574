namespace Digits.Datasets.Formats;

/// <summary>A file of text in UTF-16, as Excel and PowerShell write it, read as UTF-8.</summary>
internal sealed class TextFile : DataFile
{
    // A character of two bytes is at most three in UTF-8.
    private const int Growth = 2;

    private readonly DataFile _file;
    private readonly Encoding _encoding;

    private TextFile(DataFile file, Encoding encoding) => (_file, _encoding) = (file, encoding);

    public override string Name => _file.Name;

    public override string OwnName => _file.OwnName;

    public override string ArchiveName => _file.ArchiveName;

    public override long? Length => null;

    public override long MaxLength => Growth * _file.MaxLength;

    /// <summary>The file itself, or as UTF-8 where it is UTF-16.</summary>
    public static DataFile Of(DataFile file) => EncodingOf(file.ReadHead()) is { } encoding ? new TextFile(file, encoding) : file;

    /// <summary>Which UTF-16 a file is: by its mark, or because nearly every other byte is 0; null when it is none.</summary>
    public static Encoding? EncodingOf(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xFE, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
        _ when IsAsciiAt(head, 0) => Encoding.Unicode,
        _ when IsAsciiAt(head, 1) => Encoding.BigEndianUnicode,
        _ => null,
    };

    public override Stream Open() => Encoding.CreateTranscodingStream(_file.Open(), _encoding, Encoding.UTF8);

    // Without a mark, nine in ten characters must be printable ASCII, which a table of numbers is made of.
    private static bool IsAsciiAt(ReadOnlySpan<byte> head, int place)
    {
        const int least = 8;
        var pairs = head.Length / 2;
        var ascii = 0;
        for (var pair = 0; pair < pairs; pair++)
        {
            var (low, high) = (head[(2 * pair) + place], head[(2 * pair) + 1 - place]);
            ascii += high == 0 && low is (>= (byte)' ' and < 0x7F) or 9 or 10 or 13 ? 1 : 0;
        }

        return pairs >= least && ascii * 10 >= pairs * 9 && head[1 - place] == 0;
    }
}
