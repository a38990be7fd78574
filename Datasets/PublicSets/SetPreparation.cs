using System.IO.Compression;
using Digits.Datasets.Formats;
using Digits.Datasets.Storage;

namespace Digits.Datasets.PublicSets;

/// <summary>Brings the files of a public set into a form that an import reads.</summary>
internal static class SetPreparation
{
    private const long MaxEntryBytes = 1L << 30;

    private static readonly string[] EmnistParts = ["train", "test"];
    private static readonly string[] EmnistKinds = ["images-idx3", "labels-idx1"];

    /// <summary>Prepares the files.</summary>
    /// <param name="set">The set.</param>
    /// <param name="files">Its files, in its order; they stay as they are.</param>
    /// <param name="folder">Where new files are made.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="RefusalException">A file does not hold what it should.</exception>
    public static IReadOnlyList<UploadedFile> Prepare(
        PublicSet set, IReadOnlyList<FoundFile> files, WorkFolder folder, CancellationToken cancellationToken) => set.Layout switch
        {
            SetLayout.Plain => [.. files.Select(AsItIs)],
            SetLayout.EmnistArchive => Read(files[0], file => Extract(set, file.Path, folder, cancellationToken)),
            SetLayout.LibSvm =>
            [
                .. Read(files[0], file => LibSvmDigits.ToIdx(file.Path, folder.Path, $"{set.Name}-train", cancellationToken)),
                .. Read(files[1], file => LibSvmDigits.ToIdx(file.Path, folder.Path, $"{set.Name}-test", cancellationToken)),
            ],
            SetLayout.ColorArrays =>
            [
                .. Read(files[0], file => ColorArrays.ToIdx(file.Path, folder.Path, $"{set.Name}-train", cancellationToken)),
                .. Read(files[1], file => ColorArrays.ToIdx(file.Path, folder.Path, $"{set.Name}-test", cancellationToken)),
            ],
            _ => throw new ArgumentOutOfRangeException(nameof(set), set.Layout, "There is no such layout."),
        };

    private static UploadedFile AsItIs(FoundFile file) => new(Path.GetFileName(file.Path), file.Path);

    private static T Read<T>(FoundFile file, Func<FoundFile, T> read)
    {
        try
        {
            return read(file);
        }
        catch (InvalidDataException fault)
        {
            throw Errors.PublicFileUnusable(file.File.Name, fault.Message);
        }
    }

    private static IReadOnlyList<UploadedFile> Extract(PublicSet set, string path, WorkFolder folder, CancellationToken cancellationToken)
    {
        using var archive = ZipFile.OpenRead(path);
        return
        [
            .. from part in EmnistParts
               from kind in EmnistKinds
               select Extract(archive, $"{set.Name}-{part}-{kind}-ubyte.gz", folder, cancellationToken),
        ];
    }

    private static UploadedFile Extract(ZipArchive archive, string name, WorkFolder folder, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var entry = archive.Entries.FirstOrDefault(entry => entry.Name == name)
            ?? throw new InvalidDataException($"it does not hold {name}");
        if (entry.Length > MaxEntryBytes)
        {
            throw new InvalidDataException($"{name} in it is larger than {MaxEntryBytes} bytes");
        }

        var target = Path.Combine(folder.Path, name);
        entry.ExtractToFile(target);
        return new UploadedFile(name, target);
    }
}
