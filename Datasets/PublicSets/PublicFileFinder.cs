namespace Digits.Datasets.PublicSets;

/// <summary>Knows where files of public sets may lie on this machine: in the configured folder, or fetched earlier.</summary>
internal sealed class PublicFileFinder(DatasetSettings settings, IOptions<PublicSetOptions> options, PublicFileCheck check)
{
    /// <summary>The folder that files of a set are fetched into.</summary>
    public string DownloadFolder(PublicSet set) => Path.Combine(settings.DataVolume, "downloads", set.Folder);

    /// <summary>Whether there is a file of that name, the published one or not.</summary>
    public bool IsAnyThere(PublicSet set, PublicFile file) => Candidates(set, file).Any(candidate => File.Exists(candidate.Path));

    /// <summary>Finds a file that is whole and the published one.</summary>
    /// <returns>Where it is and how it got there; null when it is not here.</returns>
    public async Task<FoundFile?> FindAsync(PublicSet set, PublicFile file, CancellationToken cancellationToken)
    {
        foreach (var candidate in Candidates(set, file).Where(candidate => File.Exists(candidate.Path)))
        {
            if (await check.IsPublishedAsync(file, candidate.Path, cancellationToken))
            {
                return candidate;
            }
        }

        return null;
    }

    private IEnumerable<FoundFile> Candidates(PublicSet set, PublicFile file)
    {
        if (options.Value.Folder is { Length: > 0 } folder)
        {
            foreach (var place in new[] { Path.Combine(folder, set.Name), Path.Combine(folder, set.Folder), folder }.Distinct())
            {
                yield return new FoundFile(file, Path.Combine(place, file.Name), FileOrigin.Folder);
                if (file.Content is not null)
                {
                    yield return new FoundFile(file, Path.Combine(place, file.UnpackedName), FileOrigin.Folder);
                }
            }
        }

        yield return new FoundFile(file, Path.Combine(DownloadFolder(set), file.Name), FileOrigin.Network);
    }
}

/// <summary>A file of a public set on this machine.</summary>
/// <param name="File">Which file it is.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Origin">Where it came from.</param>
internal sealed record FoundFile(PublicFile File, string Path, FileOrigin Origin);

/// <summary>Where a file of a public set came from.</summary>
internal enum FileOrigin
{
    /// <summary>It lies in the configured folder.</summary>
    Folder,

    /// <summary>It was fetched, now or earlier.</summary>
    Network,
}
