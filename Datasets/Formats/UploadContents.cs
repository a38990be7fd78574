using Digits.Datasets.Formats.Arrays;
using Digits.Datasets.Formats.Export;
using Digits.Datasets.Formats.Pictures;
using Digits.Datasets.Formats.Zip;
using Digits.Datasets.LabelPacks;
using Digits.Datasets.Storage;

namespace Digits.Datasets.Formats;

/// <summary>The files of an upload and of the archives in it, sorted by what they hold.</summary>
internal sealed class UploadContents(
    ImportSettings settings, WorkFolder folder, UnpackBudget budget, ImportOptions limits, ImportFindings findings) : IDisposable
{
    private readonly List<ZipReader> _archives = [];

    public LabelMap Map { get; } = LabelMap.Of(settings.LabelMap, LabelPackList.Get(settings.LabelPack), findings);

    /// <summary>What is found out about the files.</summary>
    public ImportFindings Findings => findings;

    /// <summary>Archives of pictures.</summary>
    public List<SampleSource> Archives { get; } = [];

    public List<ArrayFile> Arrays { get; } = [];

    /// <summary>What the arrays are called in a report.</summary>
    public string ArrayFormat { get; private set; } = "";

    public List<DataFile> Tables { get; } = [];

    /// <summary>Files in archives that cannot be used.</summary>
    public List<SourceItem> Broken { get; } = [];

    /// <summary>Sorts an uploaded file in.</summary>
    /// <exception cref="RefusalException">The file cannot be imported.</exception>
    public void Add(UploadedFile upload)
    {
        var file = upload.Unpacked(budget);
        var head = file.ReadHead();
        var kind = Content.Recognize(head);
        switch (kind)
        {
            case ContentKind.Zip when file == upload:
                AddArchive(ZipReader.Open(upload.Path, upload.Name));
                break;
            case ContentKind.Zip:
                throw Errors.ArchiveNested(file.Name);
            case ContentKind.Empty:
                throw Errors.FileEmpty(file.Name);
            case ContentKind.Picture:
                throw Errors.PictureWithoutLabel(file.Name);
            case ContentKind.Json when AddMap(file) is { } fault:
                throw Errors.LabelMapInvalid($"{file.Name} cannot be used: {fault}");
            case ContentKind.Json:
                break;
            default:
                if (!TryAddData(file, kind, inArchive: false))
                {
                    throw Errors.FileUnknown(file.Name, Content.Describe(head));
                }

                break;
        }
    }

    public void Dispose() => _archives.ForEach(archive => archive.Dispose());

    private void AddArchive(ZipReader archive)
    {
        _archives.Add(archive);
        var survey = ArchiveSurvey.Of(archive, limits, budget);
        var files = survey.Kept.Select(kept => Peek(archive, kept.Entry, kept.Name)).ToList();
        var maps = files.Where(file => file.Kind == ContentKind.Json && file.Name != survey.Manifest?.Name).ToList();
        if (survey.Manifest is { } entry && ReadManifest(archive, entry) is { } manifest)
        {
            Archives.Add(new PictureArchive(archive, survey, manifest, Map, new HashSet<string> { entry.Name }, limits));
        }
        else if (IsOfPictures(survey, files))
        {
            var passedOver = maps.Where(file => AddMap(file.File) is null).Select(file => file.Name).ToHashSet();
            Archives.Add(new PictureArchive(archive, survey, null, Map, passedOver, limits));
        }
        else
        {
            AddDataArchive(archive, survey, files);
        }
    }

    // Also an archive in which nothing can be read, so that the fault of every entry is reported.
    private static bool IsOfPictures(
        ArchiveSurvey survey, List<(DataFile File, string Name, ContentKind Kind, string? Fault)> files)
    {
        var data = files.Exists(file => file.Kind is ContentKind.Idx or ContentKind.Npy or ContentKind.Text or ContentKind.Zip);
        return !survey.KeptAll
            || files.Exists(file => file.Kind == ContentKind.Picture)
            || (!data && (survey.Unreadable.Count > 0 || files.Exists(file => file.Fault is not null)));
    }

    private void AddDataArchive(
        ZipReader archive, ArchiveSurvey survey, List<(DataFile File, string Name, ContentKind Kind, string? Fault)> files)
    {
        var before = Arrays.Count + Tables.Count;
        foreach (var (file, name, kind, fault) in files)
        {
            var cause = fault ?? kind switch
            {
                ContentKind.Zip => AddNested(file),
                ContentKind.Json => AddMap(file),
                ContentKind.Text when name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) => null,
                _ when TryAddData(file, kind, inArchive: true) => null,
                _ => "It is neither array nor table.",
            };
            if (cause is not null)
            {
                Broken.Add(SourceItem.Broken(file.Name, cause));
            }
        }

        Broken.AddRange(survey.Unreadable.Select(entry => SourceItem.Broken(entry.Name, entry.Cause)));
        if (before == Arrays.Count + Tables.Count)
        {
            throw Errors.ArchiveWithoutSamples(archive.Name, Broken.Count > 0 ? Broken[0].Fault : null);
        }
    }

    // Nothing lies deeper than NPZ files in an archive: those are archives themselves, and people pack them once more.
    private string? AddNested(DataFile file)
    {
        var path = Path.Combine(folder.Path, $"nested-{_archives.Count}");
        using (var content = file.Open())
        using (var copy = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            content.CopyTo(copy);
        }

        var archive = ZipReader.Open(path, file.Name);
        _archives.Add(archive);
        var survey = ArchiveSurvey.Of(archive, limits, budget);
        var files = survey.Kept.Select(kept => Peek(archive, kept.Entry, kept.Name)).ToList();
        if (!survey.KeptAll || survey.Unreadable.Count > 0 || !files.TrueForAll(inner => inner.Kind == ContentKind.Npy))
        {
            return "It is an archive inside of the archive, and no NPZ file.";
        }

        files.ForEach(inner => TryAddData(inner.File, inner.Kind, inArchive: true));
        return null;
    }

    private bool TryAddData(DataFile file, ContentKind kind, bool inArchive)
    {
        switch (kind)
        {
            case ContentKind.Idx or ContentKind.Npy:
                var format = kind == ContentKind.Idx ? "idx" : inArchive ? "npz" : "npy";
                ArrayFormat = ArrayFormat is "" || ArrayFormat == format ? format
                    : kind == ContentKind.Npy && ArrayFormat is "npy" or "npz" ? "npz"
                    : throw Errors.FormatsMixed([ArrayFormat, format]);
                Arrays.Add(ArrayFile.Open(file, kind, limits.MaxImageSide));
                return true;
            case ContentKind.Text:
                Tables.Add(file);
                return true;
            default:
                return false;
        }
    }

    private (DataFile File, string Name, ContentKind Kind, string? Fault) Peek(ZipReader archive, ZipEntry entry, string name)
    {
        DataFile file = new EntryFile(archive, entry, name);
        try
        {
            file = file.Unpacked(budget);
            return (file, name, Content.Recognize(file.ReadHead()), null);
        }
        catch (RefusalException fault)
        {
            return (file, name, ContentKind.Unknown, fault.Message);
        }
    }

    private string? AddMap(DataFile file)
    {
        using var stream = file.Open();
        return ReadAll(stream, LabelMap.MaxFileSize) is { } json ? Map.AddFile(json) : $"It has more than {LabelMap.MaxFileSize} bytes.";
    }

    private static Manifest? ReadManifest(ZipReader archive, (ZipEntry Entry, string Name) entry)
    {
        using var stream = new EntryFile(archive, entry.Entry, entry.Name).Open();
        return ReadAll(stream, Manifest.MaxSize) is { } json ? Manifest.Read(json) : null;
    }

    private static byte[]? ReadAll(Stream stream, int limit)
    {
        var bytes = new MemoryStream();
        var block = new byte[1 << 16];
        int got;
        while ((got = stream.Read(block)) > 0)
        {
            bytes.Write(block, 0, got);
            if (bytes.Length > limit)
            {
                return null;
            }
        }

        return bytes.ToArray();
    }
}
