namespace Digits.Datasets.Formats;

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
