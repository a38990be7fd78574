namespace Digits.Datasets.Storage;

/// <summary>A file or folder that was set aside.</summary>
/// <param name="Path">Where it lies now, from the data volume on.</param>
/// <param name="Cause">Why.</param>
internal sealed record AsideEntry(string Path, string Cause);

/// <summary>
/// Moves files that the program found on the volume and cannot use out of the way, without deleting any of them: into the folder <c>aside</c>,
/// each with a file beside it that says why. People look at it and delete it, or move it back.
/// </summary>
internal sealed class SetAside(DatasetSettings settings, ILogger<SetAside> logger)
{
    private const string CauseExtension = ".why.txt";
    private const int MaxListed = 100;
    private const int MaxCause = 500;

    private readonly string _folder = Path.Combine(settings.DataVolume, "aside");

    /// <summary>The first 100 files and folders that were set aside, by name.</summary>
    public IReadOnlyList<AsideEntry> List() => !Directory.Exists(_folder)
        ? []
        : [.. Directory.EnumerateFileSystemEntries(_folder)
            .Where(path => !path.EndsWith(CauseExtension, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Take(MaxListed)
            .Select(path => new AsideEntry($"aside/{Path.GetFileName(path)}", CauseOf(path)))];

    /// <summary>Moves a file or folder of the data volume aside.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="cause">Why, as the end of a sentence.</param>
    /// <returns>Where it is now.</returns>
    public string Take(string path, string cause)
    {
        Directory.CreateDirectory(_folder);
        var name = Path.GetRelativePath(settings.DataVolume, path).Replace(Path.DirectorySeparatorChar, '_');
        var target = Path.Combine(_folder, name);
        for (var number = 2; Path.Exists(target); number++)
        {
            target = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{name}.{number}"));
        }

        if (Directory.Exists(path))
        {
            Directory.Move(path, target);
        }
        else
        {
            File.Move(path, target);
        }

        try
        {
            File.WriteAllText(target + CauseExtension, cause + "\n");
        }
        catch (IOException)
        {
            // A full disk has no room for the reason; the log has it.
        }

        Log.SetAside(logger, Path.GetRelativePath(settings.DataVolume, path), $"aside/{Path.GetFileName(target)}", cause);
        return target;
    }

    private static string CauseOf(string path)
    {
        try
        {
            using var reader = File.OpenText(path + CauseExtension);
            var text = new char[MaxCause];
            return new string(text, 0, reader.ReadBlock(text, 0, text.Length)).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
