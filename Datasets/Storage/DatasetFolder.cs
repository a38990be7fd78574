using Digits.Datasets.Storage.Images;

namespace Digits.Datasets.Storage;

/// <summary>
/// The files of the data sets: the blob half of the storage, a tree of plain files under the data volume. A data set's folder holds packs of
/// images, which versions share, the index of each version, and the files by which it describes itself (<see cref="DatasetRecords"/>). Names
/// and versions have been checked before they come here.
/// </summary>
internal sealed class DatasetFolder(DatasetSettings settings)
{
    /// <summary>The folders that a data set's folder consists of.</summary>
    public static readonly string[] Parts = ["images", "versions", "reports", "records", "changes"];

    /// <summary>The folder of the data sets' folders.</summary>
    public string Datasets { get; } = Path.Combine(settings.DataVolume, "datasets");

    /// <summary>The folder of files in the making or being removed. Its content is deleted when the process starts.</summary>
    public string Work { get; } = Path.Combine(settings.DataVolume, "work");

    /// <summary>Makes an empty folder for work; it lies on the same volume as the data sets, so that publishing is a rename.</summary>
    public WorkFolder CreateWorkFolder() => new(Path.Combine(Work, Path.GetRandomFileName()));

    /// <summary>The folder of a data set.</summary>
    public string Dataset(string name) => Path.Combine(Datasets, name);

    /// <summary>Where a data set's packs of images lie.</summary>
    public string Images(string name) => Path.Combine(Datasets, name, "images");

    /// <summary>The file of a version's index.</summary>
    public string Index(string name, string version) => Path.Combine(Datasets, name, "versions", version);

    /// <summary>The file of a quality report. It may be deleted at any time, since the version can be examined again.</summary>
    public string Report(string name, string version) => Path.Combine(Datasets, name, "reports", version);

    /// <summary>The folder of the files that describe a data set's versions.</summary>
    public string Records(string name) => Path.Combine(Datasets, name, "records");

    /// <summary>The folder of the files that tell a data set's changes.</summary>
    public string Changes(string name) => Path.Combine(Datasets, name, "changes");

    /// <summary>Where a version lay before versions shared their images.</summary>
    public string FirstLayout(string name, string version) => Path.Combine(Datasets, name, version);

    /// <summary>Makes the folders of a data set.</summary>
    public void Create(string name)
    {
        foreach (var part in Parts)
        {
            Directory.CreateDirectory(Path.Combine(Datasets, name, part));
        }
    }

    /// <summary>Removes a version's index and report, where they are.</summary>
    public void RemoveVersion(string name, string version)
    {
        foreach (var file in (string[])[Index(name, version), Report(name, version)])
        {
            if (File.Exists(file))
            {
                File.Delete(file);
            }
        }
    }

    /// <summary>Removes a pack of images.</summary>
    public void RemovePack(string name, int first)
    {
        File.Delete(PackFiles.Pixels(Images(name), first));
        File.Delete(PackFiles.Hashes(Images(name), first));
    }

    /// <summary>Removes a whole data set. No reader sees it any more from the rename on, however long its files take to delete.</summary>
    public void Remove(string name)
    {
        if (!Directory.Exists(Dataset(name)))
        {
            return;
        }

        var removed = Path.Combine(Work, Path.GetRandomFileName());
        Directory.Move(Dataset(name), removed);
        Directory.Delete(removed, recursive: true);
    }

    /// <summary>Removes the folder of a data set where nothing is in it.</summary>
    public void RemoveIfEmpty(string name)
    {
        if (Directory.Exists(Dataset(name)) && !Directory.EnumerateFiles(Dataset(name), "*", SearchOption.AllDirectories).Any())
        {
            Directory.Delete(Dataset(name), recursive: true);
        }
    }
}

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

/// <summary>Commits and removals take turns; all of them are short.</summary>
internal sealed class DatasetLock : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Waits for a turn, which ends when it is disposed.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    public void Dispose() => _turn.Dispose();

    private sealed class Turn(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
