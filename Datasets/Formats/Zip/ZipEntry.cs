namespace Digits.Datasets.Formats.Zip;

/// <summary>What the directory of a ZIP archive says about one entry.</summary>
/// <param name="Name">The entry's name as stored; only good until the next entry is read.</param>
/// <param name="Flags">The general purpose flags.</param>
/// <param name="Method">The compression method.</param>
/// <param name="Crc">CRC-32 of the content.</param>
/// <param name="PackedSize">Bytes in the archive.</param>
/// <param name="Size">Bytes unpacked.</param>
/// <param name="Offset">Where the entry's own header lies.</param>
/// <param name="DirectoryOffset">Where the directory speaks of the entry.</param>
/// <param name="UnicodeName">The name as an extra field gives it in UTF-8; empty without one. Only good until the next entry is read.</param>
internal readonly record struct ZipEntry(
    ReadOnlyMemory<byte> Name,
    int Flags,
    int Method,
    uint Crc,
    long PackedSize,
    long Size,
    long Offset,
    long DirectoryOffset,
    ReadOnlyMemory<byte> UnicodeName)
{
    public const int Stored = 0;
    public const int Deflated = 8;

    private const int EncryptedFlag = 1;
    private const int StrongEncryptionFlag = 1 << 6;
    private const int Utf8Flag = 1 << 11;

    /// <summary>The fewest bytes that the entry takes in the archive: header, name and content.</summary>
    public long Footprint => ZipReader.LocalHeaderSize + Name.Length + PackedSize;

    /// <summary>Whether the archive says that the name is UTF-8, or that it is ASCII, which is the same.</summary>
    public bool SaysUtf8 => (Flags & Utf8Flag) != 0 || UnicodeName.Length > 0 || !Name.Span.ContainsAnyInRange((byte)0x80, byte.MaxValue);

    /// <summary>Why the entry's content cannot be read at all; null when it can.</summary>
    public string? Obstacle => this switch
    {
        { Flags: var flags } when (flags & (EncryptedFlag | StrongEncryptionFlag)) != 0 => "It is encrypted.",
        { Method: not (Stored or Deflated) } => $"It is packed with the unsupported {MethodName(Method)}; deflate and stored can be read.",
        _ => null,
    };

    /// <summary>A copy that stays good.</summary>
    public ZipEntry Keep() => this with { Name = Name.ToArray(), UnicodeName = UnicodeName.ToArray() };

    private static string MethodName(int method) => method switch
    {
        9 => "method Deflate64",
        12 => "method BZIP2",
        14 => "method LZMA",
        93 => "method Zstandard",
        95 => "method XZ",
        99 => "method AES encryption",
        _ => $"method {method}",
    };
}

/// <summary>Names of archive entries: turned into text, and checked for what no honest archive has.</summary>
internal static class EntryName
{
    private const int MaxLength = 1000;
    private const int MaxShown = 200;

    /// <summary>A name as text, with "/" between folders.</summary>
    /// <param name="name">The name's bytes.</param>
    /// <param name="encoding">How they are encoded.</param>
    public static string Decode(ReadOnlySpan<byte> name, Encoding encoding) => encoding.GetString(name).Replace('\\', '/');

    /// <summary>What is wrong with a decoded name; null when nothing is.</summary>
    public static string? Fault(string name)
    {
        if (name.Length is 0 or > MaxLength)
        {
            return name.Length == 0 ? "It has no name." : $"Its name has {name.Length} characters; at most {MaxLength} are allowed.";
        }

        if (name[0] == '/' || (name.Length > 1 && name[1] == ':' && char.IsAsciiLetter(name[0])))
        {
            return "It has an absolute path.";
        }

        if (name.Contains("..", StringComparison.Ordinal) && name.Split('/').Contains(".."))
        {
            return "Its path leaves the archive by \"..\".";
        }

        return name.Any(char.IsControl) ? "Its name holds a control character." : null;
    }

    /// <summary>A name fit for a message.</summary>
    public static string Show(string name)
    {
        var clean = string.Concat(name.Where(character => !char.IsControl(character)));
        return clean.Length <= MaxShown ? clean : $"{clean[..MaxShown]}...";
    }
}
