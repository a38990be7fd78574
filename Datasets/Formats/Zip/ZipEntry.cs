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
internal readonly record struct ZipEntry(
    ReadOnlyMemory<byte> Name, int Flags, int Method, uint Crc, long PackedSize, long Size, long Offset, long DirectoryOffset)
{
    public const int Stored = 0;
    public const int Deflated = 8;

    private const int EncryptedFlag = 1;
    private const int StrongEncryptionFlag = 1 << 6;

    /// <summary>The fewest bytes that the entry takes in the archive: header, name and content.</summary>
    public long Footprint => ZipFile.LocalHeaderSize + Name.Length + PackedSize;

    public bool IsFolder => Name.Length > 0 && Name.Span[^1] is (byte)'/' or (byte)'\\';

    /// <summary>Why the entry's content cannot be read at all; null when it can.</summary>
    public string? Obstacle => this switch
    {
        { Flags: var flags } when (flags & (EncryptedFlag | StrongEncryptionFlag)) != 0 => "It is encrypted.",
        { Method: not (Stored or Deflated) } => $"It is packed with the unsupported {MethodName(Method)}; deflate and stored can be read.",
        _ => null,
    };

    /// <summary>The name as text, with "/" between folders.</summary>
    public string DecodeName() => EntryName.Decode(Name.Span);

    /// <summary>A copy that stays good.</summary>
    public ZipEntry Keep() => this with { Name = Name.ToArray() };

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
