using Digits.Datasets.Formats.Export;
using Digits.Datasets.Formats.Lists;
using Digits.Datasets.Formats.Zip;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats.Pictures;

/// <summary>
/// An archive of pictures in folders named by their labels. In an export of Digits a file fixes the order of the labels, and the names of the
/// pictures fix theirs. It may have been unpacked, changed and packed again in any order: what was added comes behind what has a position.
/// </summary>
internal sealed class PictureArchive : SampleSource
{
    private const int MaxLabels = ushort.MaxValue + 1;
    private const int PartShift = 32;

    private const string NoLabel = "It lies in no folder that names its label.";

    private readonly ZipReader _archive;
    private readonly ArchiveSurvey _survey;
    private readonly EntryReader _reader;
    private readonly LabelMap _map;
    private readonly IReadOnlySet<string> _passedOver;
    private readonly ExtrasList _extras;
    private readonly Manifest? _manifest;
    private readonly (Part Part, string Label, string? Fault)[] _folders;
    private readonly bool _hasLabels;
    private readonly HashSet<Part> _parts;
    private PictureList? _list;

    /// <param name="archive">The archive, closed with the source.</param>
    /// <param name="survey">What is known of it.</param>
    /// <param name="manifest">What an export says of itself; null for any other archive.</param>
    /// <param name="map">Other names of labels.</param>
    /// <param name="passedOver">Names of entries that are no pictures and were read already.</param>
    /// <param name="limits">How large a picture may be.</param>
    /// <param name="labelFolder">Which folder is the label, 1 for the innermost; null to be found out.</param>
    /// <param name="findings">Takes what is assumed, and the names of what is no picture and does no harm.</param>
    public PictureArchive(
        ZipReader archive,
        ArchiveSurvey survey,
        Manifest? manifest,
        LabelMap map,
        IReadOnlySet<string> passedOver,
        ImportOptions limits,
        int? labelFolder,
        ImportFindings findings)
    {
        _extras = new ExtrasList(archive.Name, findings);
        (_archive, _survey, _manifest, _map, _passedOver) = (archive, survey, manifest, map, passedOver);
        _reader = new EntryReader(archive, limits);
        var labels = manifest?.Labels.ToDictionary(label => label.Folder, label => label.Label, StringComparer.Ordinal) ?? [];
        _folders = manifest is null
            ? [.. FolderRoles.Of(archive.Name, survey.Folders, survey.FilesOfFolders, labelFolder, findings).Select(role => Map(role.Part, role.Label))]
            : [.. survey.Folders.Select(folder => ReadFolder(folder, labels))];
        _hasLabels = Array.Exists(_folders, folder => folder.Fault is null);
        Labels = manifest is null ? null : OrderLabels(manifest);
        _parts = FindParts();
    }

    public override string Format => _manifest is null ? "zip" : "digits";

    public override IReadOnlyList<string>? Labels { get; }

    public override IReadOnlySet<Part> Parts => _parts;

    public override bool PartsStand => _manifest is not null;

    /// <summary>Whether a list gives the pictures their labels.</summary>
    public bool HasList => _list is not null;

    /// <summary>Takes the labels from a list, and the parts where it says them.</summary>
    public void Use(PictureList list)
    {
        _list = list;
        if (list.Parts.Any(part => part != Part.Unspecified))
        {
            _parts.Clear();
            _parts.UnionWith(list.Parts);
        }
    }

    /// <summary>How many different labels the folders of the archive name.</summary>
    public int LabelCount => _folders.Where(folder => folder.Fault is null).Select(folder => folder.Label).Distinct().Count();

    public override IEnumerable<SourceItem> Read(CancellationToken cancellationToken)
    {
        var names = _survey.HasDuplicates ? new NameSet() : null;
        var found = 0;
        foreach (var file in Order())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entry = _archive.ReadEntry(_survey.Files[file].Place);
            var name = _archive.NameOf(entry);
            if (_passedOver.Contains(name))
            {
                continue;
            }

            var (part, label, labelFault) = _folders[_survey.Files[file].Folder];
            if (_list is not null)
            {
                if (!_list.TryFind(name, out var listed))
                {
                    _extras.Add(name, $"{_list.Name} does not name it.");
                    continue;
                }

                found++;
                (part, label, labelFault) = (listed.Part == Part.Unspecified ? part : listed.Part, "", listed.Fault);
                if (labelFault is null && !_map.TryMap(listed.Label, out label, out var listFault))
                {
                    labelFault = $"Its label {listFault}.";
                }
            }

            // What Kaggle wants to have labelled lies beside the labelled samples, in a folder "test".
            else if (labelFault == NoLabel && part != Part.Unspecified && _hasLabels)
            {
                _extras.Add(name, "It has no label.");
                continue;
            }

            var isNew = names?.Add(entry.Name.Span) ?? true;
            var fault = EntryName.Fault(name) ?? (isNew ? null : ArchiveSurvey.DuplicateName);
            var (image, imageFault, extra) = fault is null ? _reader.Read(entry, name) : (null, fault, null);
            if (extra is not null)
            {
                _extras.Add(name, extra);
                continue;
            }


            yield return (imageFault ?? labelFault) is { } cause
                ? SourceItem.Broken($"{_archive.Name}: {EntryName.Show(name)}", cause)
                : SourceItem.Of(image!, label, part);
        }

        _extras.Record();
        if (_list is not null && found < _list.Count)
        {
            yield return SourceItem.Broken(_list.Name, $"It names {_list.Count - found} pictures that are not there.");
        }
    }

    public override void Dispose()
    {
        _archive.Dispose();
        base.Dispose();
    }

    private (Part Part, string Label, string? Fault) ReadFolder(string folder, Dictionary<string, string> labels)
    {
        var around = _survey.Manifest!.Value.Name[..^Manifest.FileName.Length];
        var (part, named) = PicturePath.Read(folder.StartsWith(around, StringComparison.Ordinal) ? folder.AsSpan(around.Length) : folder);
        return Map(part, labels.GetValueOrDefault(named, named));
    }

    private (Part Part, string Label, string? Fault) Map(Part part, string named) =>
        named.Length == 0 ? (part, "", NoLabel)
        : _map.TryMap(named, out var label, out var fault) ? (part, label, null)
        : (part, "", $"Its label {fault}.");

    // The labels of the export in its order, and behind them those of pictures that were added.
    private List<string> OrderLabels(Manifest manifest)
    {
        var labels = manifest.Labels.Select(label => _map.TryMap(label.Label, out var mapped, out _) ? mapped : "");
        var added = _folders.Select(folder => folder.Label).Distinct().Order(StringComparer.Ordinal).ToList();
        return added.Count > MaxLabels ? throw Errors.TooManyLabels(MaxLabels) : [.. labels.Concat(added).Where(label => label.Length > 0).Distinct()];
    }

    // Only what can become a sample counts, so that a stray file does not make the single folder "train" one part of several.
    private HashSet<Part> FindParts()
    {
        var files = _survey.FilesOfFolders.ToArray();
        foreach (var name in _passedOver.Where(name => EntryName.Fault(name) is null))
        {
            files[_survey.FolderOf(name)]--;
        }

        return [.. _folders.Where((folder, index) => folder.Fault is null && files[index] > 0).Select(folder => folder.Part)];
    }

    private IEnumerable<int> Order()
    {
        var all = Enumerable.Range(0, _survey.Files.Count);
        return _manifest is null ? all : all.OrderBy(file =>
        {
            var (_, folder, position) = _survey.Files[file];
            return ((ulong)PartOrder(_folders[folder].Part) << PartShift) | position;
        });
    }

    private static int PartOrder(Part part) => part == Part.Unspecified ? PartSet.All.Count : PartSet.Slot(part);
}
