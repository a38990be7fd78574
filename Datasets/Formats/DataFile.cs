using System.IO.Compression;

namespace Digits.Datasets.Formats;

/// <summary>A file of an upload, or inside of an archive, that can be read from its beginning as often as is needed.</summary>
internal abstract class DataFile
{
    /// <summary>Bytes that are enough to tell what a file is.</summary>
    public const int HeadSize = 4096;

    /// <summary>What messages call the file, for example "mnist.npz: x_train.npy".</summary>
    public abstract string Name { get; }

    /// <summary>The file's own name, without the archive's.</summary>
    public abstract string OwnName { get; }

    /// <summary>The names of the archives around the file; empty without one.</summary>
    public virtual string ArchiveName => "";

    /// <summary>Bytes that <see cref="Open"/> yields; null where only reading them tells.</summary>
    public abstract long? Length { get; }

    /// <summary>The most bytes that <see cref="Open"/> can yield.</summary>
    public abstract long MaxLength { get; }

    /// <summary>Opens the content. Damage on the way is a <see cref="RefusalException"/> that names the file.</summary>
    public abstract Stream Open();

    /// <summary>The first bytes.</summary>
    public byte[] ReadHead()
    {
        using var stream = Open();
        var head = new byte[HeadSize];
        var got = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head[..got];
    }

    /// <summary>Whether the first bytes are those of gzip.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> head) => head is [0x1F, 0x8B, 8, ..];

    /// <summary>The file, seen through its gzip packing if it has one.</summary>
    public DataFile Unpacked(UnpackBudget budget) => IsGzip(ReadHead()) ? new GzipFile(this, budget) : this;

    private protected static GZipStream Gunzip(Stream packed) => new(packed, CompressionMode.Decompress);
}
