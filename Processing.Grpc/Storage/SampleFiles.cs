using Digits.Processing.V1;
using Digits.ServiceDefaults.Configuration;

namespace Digits.Processing.Storage;

/// <summary>
/// Keeps the samples of each version in a folder of its own: the blob half of the storage, a tree of plain files under the data volume.
/// Names and versions have been checked before they come here.
/// </summary>
internal sealed class SampleFiles(DigitsConfig config, ILogger<SampleFiles> logger)
{
    private readonly string _datasets = Path.Combine(config.DataVolume, "datasets");
    private readonly string _uploads = Path.Combine(config.DataVolume, "uploads");

    /// <summary>Makes an empty folder for an upload; it lies on the same volume as the data sets, so that publishing is a rename.</summary>
    public WorkFolder CreateWorkFolder() => new(Path.Combine(_uploads, Path.GetRandomFileName()));

    /// <summary>Moves a folder of finished files into place, in one step.</summary>
    public void Publish(string folder, string name, string version)
    {
        // Without a row in the catalogue a folder here is the remains of a removal that did not get through.
        Remove(name, version);
        Directory.CreateDirectory(Path.Combine(_datasets, name));
        Directory.Move(folder, FolderOf(name, version));
    }

    /// <summary>Opens one part of a version.</summary>
    /// <exception cref="IOException">A file is missing.</exception>
    public PartReader Open(StoredVersion version, Part part) => new(FolderOf(version.Name, version.Version), version, part, logger);

    /// <summary>Removes the files of a version, and the data set's folder with the last of them.</summary>
    public void Remove(string name, string version)
    {
        var folder = new DirectoryInfo(FolderOf(name, version));
        if (folder.Exists)
        {
            folder.Delete(recursive: true);
        }

        if (folder.Parent is { Exists: true } dataset && !dataset.EnumerateFileSystemInfos().Any())
        {
            dataset.Delete();
        }
    }

    /// <summary>Removes what uploads and removals left behind when the process died.</summary>
    /// <param name="kept">The versions that the catalogue knows.</param>
    /// <returns>How many folders there were to remove.</returns>
    public int RemoveLeftovers(IReadOnlySet<(string Name, string Version)> kept)
    {
        var uploads = Directory.CreateDirectory(_uploads).GetDirectories();
        foreach (var upload in uploads)
        {
            upload.Delete(recursive: true);
        }

        var orphans = Directory.CreateDirectory(_datasets).GetDirectories()
            .SelectMany(dataset => dataset.GetDirectories().Select(version => (dataset.Name, Version: version.Name)))
            .Where(found => !kept.Contains(found))
            .ToList();
        foreach (var (name, version) in orphans)
        {
            Remove(name, version);
        }

        return uploads.Length + orphans.Count;
    }

    private string FolderOf(string name, string version) => Path.Combine(_datasets, name, version);
}
