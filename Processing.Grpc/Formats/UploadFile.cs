using Digits.Processing.Import;

namespace Digits.Processing.Formats;

/// <summary>A file as it was sent.</summary>
internal sealed class UploadFile(UploadedFile file) : DataFile
{
    private const int BufferSize = 1 << 16;

    public override string Name => file.Name;

    public override string OwnName => file.Name;

    public override long? Length { get; } = new FileInfo(file.Path).Length;

    public override long MaxLength => Length!.Value;

    /// <summary>Where the file lies.</summary>
    public string Path => file.Path;

    public override Stream Open() =>
        new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
}
