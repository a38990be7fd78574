using Digits.Learning.Persistence;

namespace Digits.Learning.Tests.Persistence;

public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("digits-");

    private string Target => Path.Combine(_folder.FullName, "model");

    [Fact]
    public void Write_FileIsThere_ReplacesIt()
    {
        AtomicFile.Write(Target, stream => stream.Write("old and longer"u8));
        AtomicFile.Write(Target, stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void Write_WriterFails_LeavesWhatWasThere()
    {
        AtomicFile.Write(Target, stream => stream.Write("old"u8));

        Assert.Throws<FormatException>(() => AtomicFile.Write(Target, stream =>
        {
            stream.Write("half"u8);
            throw new FormatException();
        }));

        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Single(_folder.GetFiles());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
