using System.Globalization;
using System.Security.Cryptography;
using Digits.Learning.Networks;
using Digits.Learning.Persistence;

namespace Digits.Training.Models;

/// <summary>The model files: <c>models/{model}/{version}.digits</c> under the model volume.</summary>
internal sealed class ModelFolder(string volume)
{
    private const string Extension = ".digits";
    private const string TemporaryFiles = "*.tmp";

    private readonly string _root = Path.Combine(volume, "models");

    public bool Exists(string model, int version) => File.Exists(PathOf(model, version));

    /// <summary>Writes a model file, whole or not at all, and reads it back.</summary>
    /// <returns>SHA-256 and size of what is on the disk.</returns>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    /// <exception cref="ModelFormatException">What was written does not read back.</exception>
    public async Task<(string Sha256, int SizeBytes)> WriteAsync(ModelHeader header, Committee model, CancellationToken cancellationToken)
    {
        var path = PathOf(header.Model, header.Version);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, stream => ModelFile.Write(stream, header, model));
        try
        {
            await using var stream = OpenFile(path);
            var sha256 = await HashAsync(stream, cancellationToken);
            ModelFile.Verify(stream, header, model);
            return (sha256, checked((int)stream.Length));
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Opens a model file for reading from beginning to end. A file that is deleted meanwhile stays readable.</summary>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public FileStream Open(string model, int version) => OpenFile(PathOf(model, version));

    /// <summary>Writes a model as another kind of file, which is gone when the stream is closed.</summary>
    /// <exception cref="IOException">The file is missing or cannot be read, or the disk is full.</exception>
    /// <exception cref="ModelFormatException">The file is damaged.</exception>
    public FileStream Export(string model, int version, Action<Stream, ModelHeader, Committee> write)
    {
        using var file = Open(model, version);
        var (header, networks) = ModelFile.Read(file);
        var export = CreateTemporaryFile();
        try
        {
            write(export, header, networks);
            export.Position = 0;
            return export;
        }
        catch
        {
            export.Dispose();
            throw;
        }
    }

    /// <summary>A file for work in between, which is gone when it is closed, or at the next start if the process dies before.</summary>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    public FileStream CreateTemporaryFile()
    {
        Directory.CreateDirectory(_root);
        return new FileStream(Path.Combine(_root, $"{Guid.NewGuid():N}.tmp"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        });
    }

    public void Delete(string model, int version)
    {
        if (Exists(model, version))
        {
            File.Delete(PathOf(model, version));
        }
    }

    /// <summary>True when the file is there and is still what was registered.</summary>
    public async Task<bool> IsWholeAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = Open(version.Model, version.Version);
            return stream.Length == version.SizeBytes && await HashAsync(stream, cancellationToken) == version.Sha256;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Removes what writing left behind when the process died in the middle of it.</summary>
    /// <returns>How many files were removed.</returns>
    public int DeleteTemporaryFiles()
    {
        if (!Directory.Exists(_root))
        {
            return 0;
        }

        var files = Directory.GetFiles(_root, TemporaryFiles, SearchOption.AllDirectories);
        Array.ForEach(files, File.Delete);
        return files.Length;
    }

    private static async Task<string> HashAsync(Stream stream, CancellationToken cancellationToken) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));

    private static FileStream OpenFile(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.Read | FileShare.Delete,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
    });

    private string PathOf(string model, int version) =>
        Path.Combine(_root, model, version.ToString(CultureInfo.InvariantCulture) + Extension);
}
