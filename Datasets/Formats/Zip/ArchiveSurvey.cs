namespace Digits.Datasets.Formats.Zip;

/// <summary>
/// What the one walk over an archive's directory tells: that nothing in it is a trap, where it speaks of each file, and which folders the
/// files lie in. Of a file 16 bytes are kept, and the whole entries of the first few.
/// </summary>
internal sealed class ArchiveSurvey
{
    /// <summary>How many entries are kept at most; an archive of arrays or tables has fewer.</summary>
    public const int MaxKept = 1000;

    /// <summary>The fault of a name that another entry has too.</summary>
    public const string DuplicateName = "Its name occurs twice in the archive.";

    // All names of folders together. A version has at most 65,536 labels, and three parts.
    private const long MaxFolderCharacters = 16 << 20;

    private const int MaxTexts = 100;

    private static readonly string[] TextEndings = [".csv", ".tsv", ".json", ".jsonl"];

    private readonly ZipReader _archive;
    private readonly NameSet _names = new();
    private readonly EntryRanges _ranges = new();
    private readonly Dictionary<string, int> _folders = new(StringComparer.Ordinal);
    private readonly List<int> _filesOfFolders = [];
    private long _folderCharacters;

    private readonly ExtrasList _extras;

    private ArchiveSurvey(ZipReader archive, ImportFindings findings) =>
        (_archive, _extras) = (archive, new ExtrasList(archive.Name, findings));

    /// <summary>The first entries that are files and can be read, with their names.</summary>
    public List<(ZipEntry Entry, string Name)> Kept { get; } = [];

    /// <summary>Beyond <see cref="Kept"/>, the first entries whose names are those of tables and lists.</summary>
    public List<(ZipEntry Entry, string Name)> Texts { get; } = [];

    /// <summary>Whether every such entry is among <see cref="Kept"/>.</summary>
    public bool KeptAll { get; private set; } = true;

    /// <summary>Entries that cannot be read, with the cause; only the first few.</summary>
    public List<(string Name, string Cause)> Unreadable { get; } = [];

    /// <summary>
    /// Every file that no operating system left there by itself: where the directory speaks of it, its folder, an index into
    /// <see cref="Folders"/>, and the number that it is named by; the greatest where it is named otherwise.
    /// </summary>
    public List<(long Place, int Folder, uint Position)> Files { get; } = [];

    /// <summary>The folders of the files, each with "/" at its end.</summary>
    public IReadOnlyCollection<string> Folders => _folders.Keys;

    /// <summary>For each folder, how many of its files have a name without fault.</summary>
    public IReadOnlyList<int> FilesOfFolders => _filesOfFolders;

    /// <summary>Whether a name occurs twice.</summary>
    public bool HasDuplicates { get; private set; }

    /// <summary>What Digits writes into its exports, as far as the name tells; null when there is none.</summary>
    public (ZipEntry Entry, string Name)? Manifest { get; private set; }

    /// <summary>Walks over the directory.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="limits">How many entries there may be.</param>
    /// <param name="budget">Counts what the entries unpack to; null where that is counted already.</param>
    /// <param name="findings">Takes the names of what systems and tools left in the archive.</param>
    /// <exception cref="RefusalException">The archive is damaged, or unpacks to too much.</exception>
    public static ArchiveSurvey Of(ZipReader archive, ImportOptions limits, UnpackBudget? budget, ImportFindings findings)
    {
        if (archive.Count > limits.MaxArchiveEntries)
        {
            throw Errors.ArchiveTooManyEntries(archive.Name, archive.Count, limits.MaxArchiveEntries);
        }

        var survey = new ArchiveSurvey(archive, findings);
        var directory = archive.ReadDirectory();
        while (directory.Read() is { } entry)
        {
            budget?.Spend(entry.Size, archive.Name);
            survey.Add(entry);
        }

        survey._extras.Record();
        if (survey._ranges.Overlap())
        {
            throw Errors.ArchiveDamaged(archive.Name, "its entries overlap one another");
        }

        return survey;
    }

    private void Add(ZipEntry entry)
    {
        _ranges.Add(entry.Offset, entry.Footprint);
        var name = _archive.NameOf(entry);
        if (name.EndsWith('/'))
        {
            return;
        }

        if (Formats.Extras.LeftBehind(name) is { } cause)
        {
            _extras.Add(name, cause);
            return;
        }

        var isNew = _names.Add(entry.Name.Span);
        HasDuplicates |= !isNew;
        var nameFault = EntryName.Fault(name);
        AddFile(entry.DirectoryOffset, name, isGood: nameFault is null);
        var fault = nameFault ?? entry.Obstacle ?? (isNew ? null : DuplicateName);
        if (fault is not null)
        {
            if (Unreadable.Count < MaxKept)
            {
                Unreadable.Add(($"{_archive.Name}: {EntryName.Show(name)}", fault));
            }

            return;
        }

        if (Manifest is null && name[(name.LastIndexOf('/') + 1)..] == Export.Manifest.FileName)
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
            if (Texts.Count < MaxTexts && TextEndings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            {
                Texts.Add((entry.Keep(), name));
            }
        }
    }

    /// <summary>The index of the folder of a file that was walked over.</summary>
    public int FolderOf(string name) => _folders.GetAlternateLookup<ReadOnlySpan<char>>()[FolderName(name)];

    private void AddFile(long place, string name, bool isGood)
    {
        var folder = FolderName(name);
        var lookup = _folders.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(folder, out var index))
        {
            _folderCharacters += folder.Length;
            if (_folderCharacters > MaxFolderCharacters)
            {
                throw Errors.ArchiveTooManyFolders(_archive.Name, MaxFolderCharacters);
            }

            index = _filesOfFolders.Count;
            lookup[folder] = index;
            _filesOfFolders.Add(0);
        }

        _filesOfFolders[index] += isGood ? 1 : 0;
        var stem = Path.GetFileNameWithoutExtension(name.AsSpan(folder.Length));
        Files.Add((place, index, uint.TryParse(stem, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : uint.MaxValue));
    }

    private static ReadOnlySpan<char> FolderName(string name) => name.AsSpan(0, name.LastIndexOf('/') + 1);
}

/// <summary>Where the entries of an archive lie, to find any two that share bytes; 16 bytes an entry.</summary>
internal sealed class EntryRanges
{
    private readonly List<long> _starts = [];
    private readonly List<long> _ends = [];
    private bool _ordered = true;

    public void Add(long start, long length)
    {
        _ordered &= _starts.Count == 0 || start >= _starts[^1];
        _starts.Add(start);
        _ends.Add(start + length);
    }

    /// <summary>Whether two entries share bytes.</summary>
    public bool Overlap()
    {
        var (starts, ends) = (_starts.ToArray(), _ends.ToArray());
        if (!_ordered)
        {
            Array.Sort(starts, ends);
        }

        for (var i = 1; i < starts.Length; i++)
        {
            if (starts[i] < ends[i - 1])
            {
                return true;
            }
        }

        return false;
    }
}
