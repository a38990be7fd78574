namespace Digits.Processing.Storage;

/// <summary>A folder for files in the making; whatever is still in it when it is disposed goes with it.</summary>
internal sealed class WorkFolder : IDisposable
{
    public WorkFolder(string path)
    {
        Path = path;
        Directory.CreateDirectory(path);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
