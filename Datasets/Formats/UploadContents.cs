using Digits.Datasets.Formats.Archives;
using Digits.Datasets.Formats.Arrays;
using Digits.Datasets.Formats.Csv;
using Digits.Datasets.Formats.Export;
using Digits.Datasets.Formats.Lists;
using Digits.Datasets.Formats.Matlab;
using Digits.Datasets.Formats.Pictures;
using Digits.Datasets.Formats.Zip;
using Digits.Datasets.LabelPacks;
using Digits.Datasets.Storage;

namespace Digits.Datasets.Formats;

/// <summary>The files of an upload and of the archives in it, sorted by what they hold.</summary>
internal sealed class UploadContents(
    ImportSettings settings,
    WorkFolder folder,
    UnpackBudget budget,
    ImportOptions limits,
    ImportFindings findings,
    CancellationToken cancellationToken) : IDisposable
{
    // A few pictures beside arrays show what is in them.
    private const int MaxIllustrations = 20;

    // Fewer numbers in a row are a box around a character, or measurements.
    private const int MinTablePixels = 36;

    private readonly List<ZipReader> _archives = [];
    private readonly List<DataFile> _lists = [];

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

    /// <summary>The refusal of the first table that should have held samples and holds none; null where there is none.</summary>
    public RefusalException? Refused { get; private set; }

    /// <summary>Sorts an uploaded file in.</summary>
    /// <exception cref="RefusalException">The file cannot be imported.</exception>
    public void Add(UploadedFile upload)
    {
        var file = PackedFile.Unpack(upload, budget, findings);
        var head = file.ReadHead();
        var kind = Content.Recognize(head);
        switch (kind)
        {
            case ContentKind.Zip when file == upload:
                AddArchive(ZipReader.Open(upload.Path, upload.Name));
                break;
            case ContentKind.Tar:
                AddArchive(Repacked(file, repacking => repacking.OfTar(file, cancellationToken)), isCounted: true);
                break;
            case ContentKind.SevenZip when file == upload:
                AddArchive(Repacked(file, repacking => repacking.OfSevenZip(upload, cancellationToken)), isCounted: true);
                break;
            case ContentKind.Zip or ContentKind.SevenZip:
                throw Errors.ArchiveNested(file.Name);
            case ContentKind.Empty:
                throw Errors.FileEmpty(file.Name);
            case ContentKind.Picture:
                throw Errors.PictureWithoutLabel(file.Name);
            case ContentKind.Json or ContentKind.Unknown when PictureLists.MayBeJson(head):
                _lists.Add(file);
                break;
            case ContentKind.Json:
                AddUploadedMap(file);
                break;
            default:
                if (!TryAddData(file, kind, inArchive: false))
                {
                    throw Errors.FileUnknown(file.Name, KnownFile.Of(head));
                }

                break;
        }
    }

    /// <summary>Leaves one copy of each file, and one of several data sets.</summary>
    /// <param name="subsets">Chooses.</param>
    /// <param name="choose">The way to choose.</param>
    /// <exception cref="RefusalException">There are several data sets, and nothing says which is wanted.</exception>
    public void Choose(Subsets subsets, Func<IReadOnlyList<(DataFile File, string Format)>, HashSet<DataFile>> choose)
    {
        Replace(Arrays, subsets.WithoutCopies(Arrays));
        Replace(Tables, subsets.WithoutCopies(Tables));
        if (Arrays.Count + Tables.Count > 0)
        {
            var kept = choose([.. Arrays.Select(array => (array.File, array.Header.Format)), .. Tables.Select(table => (table, Subsets.TableFormat))]);
            Arrays.RemoveAll(array => !kept.Contains(array.File));
            Tables.RemoveAll(table => !kept.Contains(table));
        }
    }

    /// <summary>Takes out a table that holds no labelled pictures, beside other samples.</summary>
    public void AddRefused(DataFile table, RefusalException fault)
    {
        Tables.Remove(table);
        if (fault.Reason is "CSV_LISTS_FILES" or "CSV_ONLY_LABELS" or "CSV_OF_TEXT" || Extras.IsNoTable(table, fault))
        {
            findings.PassOver(table.Name, Extras.IsUnlabelledTable(table.OwnName, fault) ? "It has no labels." : "It is no table of labelled pictures.");
        }
        else
        {
            Refused ??= fault;
            Broken.Add(SourceItem.Broken(table.Name, fault.Message));
        }
    }

    public void Dispose() => _archives.ForEach(archive => archive.Dispose());

    private ZipReader Repacked(DataFile file, Func<Repacking, string> repack) =>
        ZipReader.Open(repack(new Repacking(folder, limits, budget, findings)), file.Name);

    // A JSON file that is no map of labels is often a wrong file; what it is says more than what a map would look like.
    private void AddUploadedMap(DataFile file)
    {
        var head = file.ReadHead();
        if (KnownFile.IsServerError(head))
        {
            throw Errors.FileUnknown(file.Name, KnownFile.OfJson(Encoding.UTF8.GetString(head)));
        }

        if (AddMap(file) is { } fault)
        {
            throw KnownFile.OfJson(Encoding.UTF8.GetString(head)) is { IsOther: true } known
                ? Errors.FileUnknown(file.Name, known)
                : Errors.LabelMapInvalid($"{file.Name} cannot be used: {fault}");
        }
    }

    /// <param name="archive">The archive.</param>
    /// <param name="isCounted">Whether its unpacked bytes are counted already.</param>
    private void AddArchive(ZipReader archive, bool isCounted = false)
    {
        _archives.Add(archive);
        archive.FindNameEncoding(settings.NameEncoding, findings);
        findings.Use("name_encoding");
        var survey = ArchiveSurvey.Of(archive, limits, isCounted ? null : budget, findings);
        if (KnownFile.OfArchive([.. survey.Kept.Select(kept => kept.Name)]) is { } known)
        {
            throw Errors.FileUnknown(archive.Name, known);
        }

        var files = survey.Kept.Select(kept => Peek(archive, kept.Entry, kept.Name)).ToList();
        if (survey.Manifest is { } entry && ReadManifest(archive, entry) is { } manifest)
        {
            var maps = new HashSet<string> { entry.Name };
            Archives.Add(new PictureArchive(archive, survey, manifest, Map, maps, limits, labelFolder: null, findings));
        }
        else if (IsOfPictures(survey, files))
        {
            AddPictures(archive, survey, files);
        }
        else
        {
            AddDataArchive(archive, survey, files);
        }
    }

    // Also an archive in which nothing can be read, so that the fault of every entry is reported.
    private static bool IsOfPictures(ArchiveSurvey survey, List<ArchivedFile> files)
    {
        var data = files.Exists(file => file.Kind is ContentKind.Idx or ContentKind.Npy or ContentKind.Mat or ContentKind.Text or ContentKind.Zip);
        return !survey.KeptAll
            || files.Exists(file => file.Kind == ContentKind.Picture)
            || (!data && (survey.Unreadable.Count > 0 || files.Exists(file => file.Fault is not null)));
    }

    private void AddPictures(ZipReader archive, ArchiveSurvey survey, List<ArchivedFile> files)
    {
        var list = survey.Texts.Select(text => Peek(archive, text.Entry, text.Name)).Concat(files).FirstOrDefault(ListsPictures);
        var maps = files
            .Where(file => file.Kind == ContentKind.Json && !ListsPictures(file) && !KnownFile.IsServerError(file.Head) && AddMap(file.File) is null)
            .Select(file => file.Name).ToHashSet();
        var pictures = Open(maps);
        var data = files.Where(IsDataFile).ToList();
        if (data.Count > 0 && files.Exists(file => file.Kind == ContentKind.Picture))
        {
            var few = survey.KeptAll && pictures.LabelCount <= 1 && files.Count(file => file.Kind == ContentKind.Picture) <= MaxIllustrations;
            if (few || !IsWanted(archive, data))
            {
                AddDataArchive(archive, survey, files);
                return;
            }

            pictures = Open([.. maps, .. data.Select(file => file.Name)]);
        }

        // Without folders that tell labels apart, the label is what the list says; the folder "images" is none.
        if (list is not null && (pictures.LabelCount <= 1 || settings.LabelField.Length > 0))
        {
            pictures = Open([.. maps, .. data.Select(file => file.Name), list.Name]);
            UseList(pictures, list.File);
        }
        else if (list is not null)
        {
            findings.Assume("label_field", "", $"The folders give the labels, and {list.File.Name} is not looked at; label_field takes its labels.");
            findings.Use("label_field");
        }

        findings.Use("label_folder");
        Archives.Add(pictures);

        PictureArchive Open(HashSet<string> passedOver) => new(archive, survey, null, Map, passedOver, limits, settings.LabelFolder, findings);
    }

    /// <summary>Gives the pictures of an archive the labels of a list that was sent beside it; call it once everything is added.</summary>
    /// <exception cref="RefusalException">A list has no pictures.</exception>
    public void UseLists()
    {
        _lists.AddRange(Tables.Where(table => Extras.ListsPictures(table.ReadHead())));
        if (_lists.Count == 0)
        {
            return;
        }

        var pictures = Archives.OfType<PictureArchive>().Where(archive => archive.LabelCount <= 1 && !archive.HasList).ToList();
        if (pictures.Count == 1 && _lists.Count == 1)
        {
            UseList(pictures[0], _lists[0]);
            Tables.Remove(_lists[0]);
        }
        else if (_lists.Find(list => !Tables.Contains(list)) is { } json)
        {
            throw Errors.FileUnknown(json.Name, KnownFile.OfJson(Encoding.UTF8.GetString(json.ReadHead())));
        }
    }

    private void UseList(PictureArchive pictures, DataFile file)
    {
        var list = PictureLists.Read(file, settings.LabelField);
        findings.Use("label_field");
        findings.Assume("label_field", list.Field, $"The labels are those that {list.Name} gives {list.Count} pictures.", list.OtherFields);
        pictures.Use(list);
    }

    /// <summary>Whether the caller wants the pictures of an archive, or what else is in it; refused where it does not say.</summary>
    private bool IsWanted(ZipReader archive, List<ArchivedFile> data)
    {
        const string Pictures = "pictures";
        var names = data.Select(file => FormatOf(file.Kind)).Distinct().Order(StringComparer.Ordinal).Prepend(Pictures).ToList();
        if (settings.Subset.Length == 0)
        {
            throw Errors.SeveralDatasets(names);
        }

        findings.Use("subset");
        if (settings.Subset.Equals(Pictures, StringComparison.OrdinalIgnoreCase))
        {
            var extras = new ExtrasList(archive.Name, findings);
            data.ForEach(file => extras.Add(file.Name, "It holds samples of its own; the pictures were taken."));
            extras.Record();
            return true;
        }

        return false;
    }

    private static string FormatOf(ContentKind kind) => kind switch
    {
        ContentKind.Idx => "idx",
        ContentKind.Npy => "npy",
        ContentKind.Mat => "mat",
        ContentKind.Zip => "npz",
        _ => "csv",
    };

    // Arrays, or a table of pictures that are large enough not to be made of measurements.
    private bool IsDataFile(ArchivedFile file)
    {
        if (file.Kind is ContentKind.Idx or ContentKind.Npy or ContentKind.Mat)
        {
            return true;
        }

        if (file.Kind == ContentKind.Zip)
        {
            return file.Name.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);
        }

        if (file.Kind != ContentKind.Text || ListsPictures(file))
        {
            return false;
        }

        try
        {
            return CsvInspector.Inspect(TextFile.Of(file.File), settings, limits.MaxImageSide).Layout.Pixels.Length >= MinTablePixels;
        }
        catch (RefusalException)
        {
            return false;
        }
    }

    private static bool ListsPictures(ArchivedFile file) =>
        (file.Kind is ContentKind.Text or ContentKind.Json || file.Head is [(byte)'[', ..])
        && !Extras.IsAbout(file.Name) && !Extras.HasPictureEnding(file.Name) && Extras.ListsPictures(file.Head);

    private void AddDataArchive(ZipReader archive, ArchiveSurvey survey, List<ArchivedFile> files)
    {
        var before = Arrays.Count + Tables.Count;
        var extras = new List<(string Name, string Cause)>();
        foreach (var file in files)
        {
            var (cause, isExtra) = AddArchived(file);
            if (cause is not null && isExtra)
            {
                extras.Add((file.Name, cause));
            }
            else if (cause is not null)
            {
                Broken.Add(SourceItem.Broken(file.File.Name, cause));
            }
        }

        Broken.AddRange(survey.Unreadable.Select(entry => SourceItem.Broken(entry.Name, entry.Cause)));
        if (before == Arrays.Count + Tables.Count)
        {
            throw Errors.ArchiveWithoutSamples(
                archive.Name,
                Broken.Count > 0 ? Broken[0].Fault
                    : extras.Count > 0 ? new FileFault($"{archive.Name}: {EntryName.Show(extras[0].Name)}", extras[0].Cause)
                    : findings.PassedOver.Count > 0 ? findings.PassedOver[0]
                    : null);
        }

        var list = new ExtrasList(archive.Name, findings);
        extras.ForEach(extra => list.Add(extra.Name, extra.Cause));
        list.Record();
    }

    /// <summary>Adds a file of an archive without pictures.</summary>
    /// <returns>Why it was not added, or null, and whether that does no harm.</returns>
    private (string? Cause, bool IsExtra) AddArchived(ArchivedFile file)
    {
        if (file.Fault is not null)
        {
            return (file.Fault, false);
        }

        var extra = file.Kind == ContentKind.Text && !Extras.IsAbout(file.Name) ? null : Extras.CauseOf(file.Name, file.Kind, file.Head);
        switch (file.Kind)
        {
            case ContentKind.Picture:
                return ("It is a picture beside arrays or tables.", true);
            case ContentKind.Zip:
                return extra is not null ? (extra, true) : (AddNested(file.File), false);
            case ContentKind.Json when KnownFile.IsServerError(file.Head):
                return (KnownFile.OfJson(Encoding.UTF8.GetString(file.Head)).Cause, false);
            case ContentKind.Json:
                return AddMap(file.File) is { } fault ? (extra is null ? fault : KnownFile.OfJson(Encoding.UTF8.GetString(file.Head)).Cause, extra is not null) : (null, false);
            case ContentKind.Empty:
                return (extra ?? "It is empty.", extra is not null);
            default:
                return extra is not null ? (extra, true)
                    : TryAddData(file.File, file.Kind, inArchive: true) ? (null, false)
                    : (KnownFile.Of(file.Head)?.Cause ?? "It is neither array nor table.", false);
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
        var survey = ArchiveSurvey.Of(archive, limits, budget, findings);
        if (KnownFile.OfArchive([.. survey.Kept.Select(kept => kept.Name)]) is { } known)
        {
            return known.Cause;
        }

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
            case ContentKind.Mat:
                ArrayFormat = ArrayFormat is "" or "mat" ? "mat" : throw Errors.FormatsMixed([ArrayFormat, "mat"]);
                Arrays.AddRange(MatFile.Read(file, budget, findings).Select(variable => ArrayFile.Of(variable.File, variable.Header, limits.MaxImageSide)));
                return true;
            case ContentKind.Text:
                Tables.Add(TextFile.Of(file));
                return true;
            default:
                return false;
        }
    }

    private ArchivedFile Peek(ZipReader archive, ZipEntry entry, string name)
    {
        DataFile file = new EntryFile(archive, entry, name);
        try
        {
            file = PackedFile.Unpack(file, budget, findings);
            var head = file.ReadHead();
            var kind = Content.Recognize(head);

            // Of most files the kind is enough; heads of pictures and arrays need not be kept.
            return new ArchivedFile(file, name, kind, kind is ContentKind.Text or ContentKind.Json or ContentKind.Unknown ? head : [], null);
        }
        catch (RefusalException fault)
        {
            return new ArchivedFile(file, name, ContentKind.Unknown, [], fault.Message);
        }
    }

    private static void Replace<T>(List<T> list, List<T> by)
    {
        list.Clear();
        list.AddRange(by);
    }

    private string? AddMap(DataFile file)
    {
        using var stream = file.Open();
        return ReadAll(stream, LabelMap.MaxFileSize) is { } json ? Map.AddFile(json.AsMemory(json.Length - Content.WithoutMark(json).Length)) : $"It has more than {LabelMap.MaxFileSize} bytes.";
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

/// <summary>A file in an archive, and what its first bytes tell.</summary>
/// <param name="File">The file, seen through its packing.</param>
/// <param name="Name">Its name in the archive.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Head">The first bytes of texts and of what is unknown; empty for others.</param>
/// <param name="Fault">Why it cannot be read; null where it can.</param>
internal sealed record ArchivedFile(DataFile File, string Name, ContentKind Kind, byte[] Head, string? Fault);
