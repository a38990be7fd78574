using Digits.Datasets.Formats.Zip;

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
    public virtual byte[] ReadHead()
    {
        using var stream = Open();
        var head = new byte[HeadSize];
        var got = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head[..got];
    }

    /// <summary>Whether the first bytes are those of gzip.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> head) => head is [0x1F, 0x8B, 8, ..];
}

/// <summary>A file that has arrived.</summary>
/// <param name="name">What the sender calls it, made fit for a message.</param>
/// <param name="path">Where it lies until the import ends.</param>
internal sealed class UploadedFile(string name, string path) : DataFile
{
    private const int BufferSize = 1 << 16;

    public override string Name => name;

    public override string OwnName => name;

    /// <summary>Where it lies until the import ends.</summary>
    public string Path => path;

    public override long? Length => MaxLength;

    public override long MaxLength => new FileInfo(path).Length;

    public override Stream Open() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
}

/// <summary>An entry of an archive, read where it lies.</summary>
internal sealed class EntryFile(ZipReader archive, ZipEntry entry, string name) : DataFile
{
    private const int BufferSize = 1 << 16;

    public override string Name => $"{archive.Name}: {EntryName.Show(name)}";

    public override string OwnName => name;

    public override string ArchiveName => archive.Name;

    public override long? Length => entry.Size;

    public override long MaxLength => entry.Size;

    public override Stream Open()
    {
        try
        {
            return new BufferedStream(new GuardedStream(archive.OpenContent(entry), Name), BufferSize);
        }
        catch (InvalidDataException fault)
        {
            throw Errors.EntryUnreadable(Name, fault.Message);
        }
    }
}

/// <summary>Content of an archive entry; damage on the way becomes a refusal that names the file.</summary>
internal sealed class GuardedStream(Stream content, string name) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return content.Read(buffer);
        }
        catch (InvalidDataException fault)
        {
            throw Errors.EntryUnreadable(name, fault.Message);
        }
    }

    protected override void Dispose(bool disposing)
    {
        content.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Bounds the unpacked size of an upload: in bytes, and as a multiple of the bytes that were sent.</summary>
/// <param name="limits">The bounds.</param>
/// <param name="sent">Bytes of the whole upload.</param>
internal sealed class UnpackBudget(ImportOptions limits, long sent)
{
    // Honest files may shrink a thousandfold, such as long runs of one label; they are small. Bombs are not.
    private const long HarmlessBytes = 256 << 20;

    private long _spent;

    /// <summary>Counts bytes that were unpacked, or are about to be.</summary>
    /// <exception cref="RefusalException">They are too many.</exception>
    public void Spend(long bytes, string file)
    {
        _spent = bytes > long.MaxValue - _spent ? long.MaxValue : _spent + bytes;
        if (_spent > limits.MaxUnpackedBytes)
        {
            throw Errors.UnpackedTooLarge(file, limits.MaxUnpackedBytes);
        }

        if (_spent > HarmlessBytes && _spent / limits.MaxUnpackRatio > sent)
        {
            throw Errors.UnpackRatioTooHigh(file, limits.MaxUnpackRatio);
        }
    }
}
