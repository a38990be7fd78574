namespace Digits.Datasets.Formats.Zip;

/// <summary>
/// What one walk over an archive's directory tells: that nothing in it is a trap, what the first entries hold, which folders the pictures
/// lie in. Entries themselves are not kept, but for the first few.
/// </summary>
internal sealed class ArchiveSurvey
{
    /// <summary>How many entries are kept at most; an archive of arrays or tables has fewer.</summary>
    public const int MaxKept = 1000;

    /// <summary>The entry that makes an archive an export of Digits.</summary>
    public const string ManifestName = "digits.json";

    private static readonly string[] PictureEndings = [".png", ".pgm", ".bmp"];

    private readonly ZipFile _archive;
    private readonly NameSet _names = new();
    private readonly EntryRanges _ranges = new();
    private readonly FolderPrefix _pictureFolders = new();

    private ArchiveSurvey(ZipFile archive) => _archive = archive;

    /// <summary>The first entries that are files and can be read, with their names.</summary>
    public List<(ZipEntry Entry, string Name)> Kept { get; } = [];

    /// <summary>Whether every such entry is among <see cref="Kept"/>.</summary>
    public bool KeptAll { get; private set; } = true;

    /// <summary>Entries that cannot be read, with the cause; only the first few.</summary>
    public List<(string Name, string Cause)> Unreadable { get; } = [];

    /// <summary>Whether a name occurs twice.</summary>
    public bool HasDuplicates { get; private set; }

    /// <summary>The folders around all pictures, for example "mnist/png/"; empty when there are none.</summary>
    public string CommonFolder => _pictureFolders.Common;

    /// <summary>What Digits writes into its exports, as far as the name tells; null when there is none.</summary>
    public (ZipEntry Entry, string Name)? Manifest { get; private set; }

    /// <summary>Walks over the directory.</summary>
    /// <exception cref="RefusalException">The archive is damaged, or unpacks to too much.</exception>
    public static ArchiveSurvey Of(ZipFile archive, ImportOptions limits, UnpackBudget budget)
    {
        if (archive.Count > limits.MaxArchiveEntries)
        {
            throw Errors.ArchiveTooManyEntries(archive.Name, archive.Count, limits.MaxArchiveEntries);
        }

        var survey = new ArchiveSurvey(archive);
        var directory = archive.ReadDirectory();
        while (directory.Read() is { } entry)
        {
            budget.Spend(entry.Size, archive.Name);
            survey.Add(entry);
        }

        if (survey._ranges.Overlap())
        {
            throw Errors.ArchiveDamaged(archive.Name, "its entries overlap one another");
        }

        return survey;
    }

    private void Add(ZipEntry entry)
    {
        _ranges.Add(entry.Offset, entry.Footprint);
        if (entry.IsFolder)
        {
            return;
        }

        var name = entry.DecodeName();
        if (EntryName.IsJunk(name))
        {
            return;
        }

        var isNew = _names.Add(entry.Name.Span);
        HasDuplicates |= !isNew;
        var fault = EntryName.Fault(name) ?? entry.Obstacle ?? (isNew ? null : "Its name occurs twice in the archive.");
        if (fault is not null)
        {
            if (Unreadable.Count < MaxKept)
            {
                Unreadable.Add(($"{_archive.Name}: {EntryName.Show(name)}", fault));
            }

            return;
        }

        if (PictureEndings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            _pictureFolders.Add(name);
        }

        if (Manifest is null && name[(name.LastIndexOf('/') + 1)..] == ManifestName)
        {
            Manifest = (entry.Keep(), name);
        }

        if (Kept.Count < MaxKept)
        {
            Kept.Add((entry.Keep(), name));
        }
        else
        {
            KeptAll = false;
        }
    }
}
