using Digits.Datasets.Formats.Zip;

namespace Digits.Datasets.Formats;

/// <summary>An entry of an archive, read where it lies.</summary>
internal sealed class EntryFile(ZipFile archive, ZipEntry entry, string name) : DataFile
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
