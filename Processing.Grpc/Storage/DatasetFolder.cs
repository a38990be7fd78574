using Digits.ServiceDefaults.Settings;

namespace Digits.Processing.Storage;

/// <summary>
/// The files of the data sets: the blob half of the storage, a tree of plain files under the data volume. A data set's folder holds packs of
/// images, which versions share, and the index of each version. Names and versions have been checked before they come here.
/// </summary>
internal sealed class DatasetFolder(DigitsConfig config)
{
    private readonly string _datasets = Path.Combine(config.DataVolume, "datasets");
    private readonly string _work = Path.Combine(config.DataVolume, "work");

    /// <summary>Makes an empty folder for work; it lies on the same volume as the data sets, so that publishing is a rename.</summary>
    public WorkFolder CreateWorkFolder() => new(Path.Combine(_work, Path.GetRandomFileName()));

    /// <summary>Where a data set's packs of images lie.</summary>
    public string Images(string name) => Path.Combine(_datasets, name, "images");

    /// <summary>The file of a version's index.</summary>
    public string Index(string name, string version) => Path.Combine(_datasets, name, "versions", version);

    /// <summary>The file of what was found out about a version. It may go at any time, since it can be found out again.</summary>
    public string Report(string name, string version) => Path.Combine(_datasets, name, "reports", version);

    /// <summary>Where a version lay before versions shared their images.</summary>
    public string FirstLayout(string name, string version) => Path.Combine(_datasets, name, version);

    /// <summary>Makes the folders of a data set.</summary>
    public void Create(string name)
    {
        Directory.CreateDirectory(Images(name));
        Directory.CreateDirectory(Path.GetDirectoryName(Index(name, "x"))!);
        Directory.CreateDirectory(Path.GetDirectoryName(Report(name, "x"))!);
    }

    /// <summary>Removes a version's index and report.</summary>
    public void RemoveVersion(string name, string version)
    {
        File.Delete(Index(name, version));
        File.Delete(Report(name, version));
    }

    /// <summary>Removes a pack of images.</summary>
    public void RemovePack(string name, int first)
    {
        File.Delete(Storage.Images.PackFiles.Pixels(Images(name), first));
        File.Delete(Storage.Images.PackFiles.Hashes(Images(name), first));
    }

    /// <summary>Removes a data set whole.</summary>
    public void Remove(string name)
    {
        if (Directory.Exists(Path.Combine(_datasets, name)))
        {
            Directory.Delete(Path.Combine(_datasets, name), recursive: true);
        }
    }

    /// <summary>Removes what work and removals left behind when the process died.</summary>
    /// <param name="kept">The data sets that the catalogue knows, each with its versions and packs.</param>
    /// <returns>How many files and folders there were to remove.</returns>
    public int RemoveLeftovers(IReadOnlyDictionary<string, (IReadOnlySet<string> Versions, IReadOnlySet<int> Packs)> kept)
    {
        var leftovers = Directory.CreateDirectory(_work).EnumerateFileSystemInfos().ToList();
        foreach (var dataset in Directory.CreateDirectory(_datasets).EnumerateDirectories())
        {
            leftovers.AddRange(kept.TryGetValue(dataset.Name, out var known) ? Unknown(dataset.Name, known.Versions, known.Packs) : [dataset]);
        }

        foreach (var leftover in leftovers)
        {
            if (leftover is DirectoryInfo folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                leftover.Delete();
            }
        }

        return leftovers.Count;
    }

    private IEnumerable<FileSystemInfo> Unknown(string name, IReadOnlySet<string> versions, IReadOnlySet<int> packs)
    {
        Create(name);
        string[] folders = ["images", "versions", "reports"];
        var folder = new DirectoryInfo(Path.Combine(_datasets, name));
        var files = packs
            .SelectMany(first => (string[])[Storage.Images.PackFiles.Pixels("", first), Storage.Images.PackFiles.Hashes("", first)])
            .ToHashSet();
        return folder.EnumerateFileSystemInfos().Where(found => !folders.Contains(found.Name))
            .Concat(new DirectoryInfo(Images(name)).EnumerateFileSystemInfos().Where(found => !files.Contains(found.Name)))
            .Concat(folders[1..].SelectMany(kind =>
                new DirectoryInfo(Path.Combine(folder.FullName, kind)).EnumerateFileSystemInfos().Where(found => !versions.Contains(found.Name))));
    }
}
