using Digits.Processing.Formats.Zip;

namespace Digits.Processing.Formats;

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
