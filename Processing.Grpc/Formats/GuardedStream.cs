namespace Digits.Processing.Formats;

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
