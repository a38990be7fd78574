namespace Digits.Datasets.PublicSets;

/// <summary>A public data set that can be installed by its name.</summary>
internal sealed record PublicSet
{
    /// <summary>Names it; also what it is called here unless the caller says otherwise.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    public required string License { get; init; }

    /// <summary>Whose work it is, as they ask to be named.</summary>
    public required string Credit { get; init; }

    public required string Homepage { get; init; }

    public required int TrainCount { get; init; }

    public required int TestCount { get; init; }

    /// <summary>The labels in class order.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The number that the files give to the first of <see cref="Labels"/>; the others follow.</summary>
    public int FirstNumber { get; init; }

    /// <summary>The label pack that names the classes where the files have names instead of numbers; empty for none.</summary>
    public string LabelPack { get; init; } = "";

    public SetLayout Layout { get; init; }

    public required IReadOnlyList<PublicFile> Files { get; init; }

    /// <summary>The folder that its files are looked for in and fetched into: its name, unless several sets share their files.</summary>
    public string Folder
    {
        get => field ?? Name;
        init;
    }

    /// <summary>Which label stands for which number in the files.</summary>
    public IEnumerable<KeyValuePair<string, string>> LabelMap =>
        Labels.Select((label, index) => KeyValuePair.Create($"{FirstNumber + index}", label));
}

/// <summary>A file of a public set, as its makers publish it.</summary>
/// <param name="Name">Its name, here as there; safe as a file's name.</param>
/// <param name="Size">Its size in bytes; 0 when not known.</param>
/// <param name="Hash">The hash that it must have; null when not known.</param>
/// <param name="Addresses">Where it is, best first.</param>
internal sealed record PublicFile(string Name, long Size, Checksum? Hash, params IReadOnlyList<string> Addresses)
{
    /// <summary>
    /// The hash of what the file unpacks to, where that is known: it identifies a copy that was unpacked or recompressed. Only files that
    /// are gzip have one.
    /// </summary>
    public Checksum? Content { get; init; }

    /// <summary>What the file is called when it lies unpacked.</summary>
    public string UnpackedName => Path.GetFileNameWithoutExtension(Name);
}

/// <summary>How the files of a public set hold it.</summary>
internal enum SetLayout
{
    /// <summary>In a format that any import reads.</summary>
    Plain,

    /// <summary>A ZIP file of several EMNIST sets, each of them gzip IDX files stored column by column.</summary>
    EmnistArchive,

    /// <summary>LIBSVM's text lines in bzip2: class, then 256 pixels from -1 to 1.</summary>
    LibSvm,

    /// <summary>An NPZ file for train and one for test, each of square colour pictures and their classes.</summary>
    ColorArrays,
}

/// <summary>The public sets that can be installed.</summary>
internal sealed class PublicSetList(IEnumerable<PublicSet> sets)
{
    /// <summary>The sets, by title.</summary>
    public IReadOnlyList<PublicSet> All { get; } = [.. sets.OrderBy(set => set.Title, StringComparer.Ordinal)];

    public PublicSet Get(string name) => All.FirstOrDefault(set => set.Name == name) ?? throw Errors.PublicDatasetNotFound(name);
}
