using System.Globalization;
using Digits.Datasets.Formats.Export;
using Digits.Datasets.Formats.Zip;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats.Pictures;

/// <summary>
/// An export of Digits: pictures named by part, label and position, with a file that fixes the labels' order. It may have been unpacked,
/// changed and packed again in any order; what was added comes behind what has a position.
/// </summary>
internal sealed class DigitsArchive : SampleSource
{
    private const int PartShift = 48;
    private const int MaxLabels = ushort.MaxValue + 1;
    private const ulong NoPosition = (1UL << PartShift) - 1;

    private readonly ZipFile _archive;
    private readonly FolderLabels _folders;
    private readonly EntryReader _reader;
    private readonly Dictionary<string, ManifestLabel> _byFolder;
    private readonly LabelMap _map;
    private readonly long[] _places;
    private readonly bool _hasDuplicates;

    /// <param name="archive">The archive, closed with the source.</param>
    /// <param name="survey">What is known of it.</param>
    /// <param name="manifest">What the archive says of itself.</param>
    /// <param name="manifestName">The name of the entry that says so.</param>
    /// <param name="map">Other names of labels.</param>
    /// <param name="limits">How large a picture may be.</param>
    public DigitsArchive(
        ZipFile archive, ArchiveSurvey survey, Manifest manifest, string manifestName, LabelMap map, ImportOptions limits)
    {
        _archive = archive;
        _hasDuplicates = survey.HasDuplicates;
        _map = map;
        _byFolder = manifest.Labels.ToDictionary(label => label.Folder, StringComparer.Ordinal);
        _folders = new FolderLabels(manifestName[..^Manifest.FileName.Length], LabelOf);
        _reader = new EntryReader(archive, limits);
        (_places, Labels, Parts) = Index(manifest, manifestName);
    }

    public override string Format => "digits";

    public override IReadOnlyList<string> Labels { get; }

    public override IReadOnlySet<Part> Parts { get; }

    public override bool PartsStand => true;

    public override IEnumerable<SourceItem> Read(CancellationToken cancellationToken)
    {
        var names = _hasDuplicates ? new NameSet() : null;
        foreach (var place in _places)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entry = _archive.ReadEntry(place);
            yield return ReadPicture(entry, names?.Add(entry.Name.Span) ?? true);
        }
    }

    public override void Dispose()
    {
        _archive.Dispose();
        base.Dispose();
    }

    private SourceItem ReadPicture(ZipEntry entry, bool isNew)
    {
        var name = entry.DecodeName();
        if ((EntryName.Fault(name) ?? (isNew ? null : "Its name occurs twice in the archive.")) is { } nameFault)
        {
            return Broken(name, nameFault);
        }

        var (part, label, labelFault) = _folders.Of(name);
        if (labelFault is not null)
        {
            return Broken(name, labelFault);
        }

        var (image, fault) = _reader.Read(entry);
        return image is null ? Broken(name, fault!) : SourceItem.Of(image, label, part);
    }

    private (long[] Places, IReadOnlyList<string> Labels, HashSet<Part> Parts) Index(Manifest manifest, string manifestName)
    {
        var (positions, places, parts) = (new List<ulong>(), new List<long>(), new HashSet<Part>());
        var labels = new List<string>();
        foreach (var label in manifest.Labels)
        {
            if (_map.TryMap(label.Label, out var mapped, out _))
            {
                labels.Add(mapped);
            }
        }

        var added = new SortedSet<string>(StringComparer.Ordinal);
        var directory = _archive.ReadDirectory();
        while (directory.Read() is { } entry)
        {
            var name = entry.IsFolder ? "" : entry.DecodeName();
            if (entry.IsFolder || EntryName.IsJunk(name) || name == manifestName)
            {
                continue;
            }

            var (part, label, _) = _folders.Of(name);
            parts.Add(part);
            added.Add(label);
            if (added.Count > MaxLabels)
            {
                throw Errors.TooManyLabels(MaxLabels);
            }

            positions.Add(((ulong)PartOrder(part) << PartShift) | Position(name));
            places.Add(entry.DirectoryOffset);
        }

        added.Remove("");
        var (keys, ordered) = (positions.ToArray(), places.ToArray());
        Array.Sort(keys, ordered);
        return (ordered, [.. labels.Concat(added).Distinct()], parts);
    }

    private (string Label, string? Fault) LabelOf(string folder) =>
        _map.TryMap(_byFolder.TryGetValue(folder, out var known) ? known.Label : folder, out var label, out var fault)
            ? (label, null)
            : ("", $"Its label {fault}.");

    private static int PartOrder(Part part) => part switch
    {
        Part.Train => 0,
        Part.Validation => 1,
        Part.Test => 2,
        _ => 3,
    };

    private static ulong Position(string name)
    {
        var file = name.AsSpan(name.LastIndexOf('/') + 1);
        var stem = file[..Math.Max(0, file.LastIndexOf('.'))];
        return uint.TryParse(stem, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : NoPosition;
    }

    private SourceItem Broken(string name, string cause) => SourceItem.Broken($"{_archive.Name}: {EntryName.Show(name)}", cause);
}
