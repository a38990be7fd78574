using Digits.Datasets.Formats.Zip;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats.Pictures;

/// <summary>An archive of pictures in folders named by their labels.</summary>
internal sealed class PictureArchive : SampleSource
{
    private readonly ZipFile _archive;
    private readonly bool _hasDuplicates;
    private readonly FolderLabels _folders;
    private readonly EntryReader _reader;
    private readonly IReadOnlySet<string> _passedOver;

    /// <param name="archive">The archive, closed with the source.</param>
    /// <param name="survey">What is known of it.</param>
    /// <param name="map">Other names of labels.</param>
    /// <param name="passedOver">Names of entries that are no pictures and were read already.</param>
    /// <param name="limits">How large a picture may be.</param>
    public PictureArchive(
        ZipFile archive, ArchiveSurvey survey, LabelMap map, IReadOnlySet<string> passedOver, ImportOptions limits)
    {
        _archive = archive;
        _hasDuplicates = survey.HasDuplicates;
        _folders = new FolderLabels(
            survey.CommonFolder, folder => map.TryMap(folder, out var label, out var fault) ? (label, null) : ("", $"Its label {fault}."));
        _reader = new EntryReader(archive, limits);
        _passedOver = passedOver;
        Parts = FindParts();
    }

    public override string Format => "zip";

    public override IReadOnlySet<Part> Parts { get; }

    public override IEnumerable<SourceItem> Read(CancellationToken cancellationToken)
    {
        var names = _hasDuplicates ? new NameSet() : null;
        foreach (var (entry, name) in Files())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isNew = names?.Add(entry.Name.Span) ?? true;
            yield return EntryName.Fault(name) is { } fault ? Broken(name, fault)
                : !isNew ? Broken(name, "Its name occurs twice in the archive.")
                : ReadPicture(entry, name);
        }
    }

    public override void Dispose()
    {
        _archive.Dispose();
        base.Dispose();
    }

    private SourceItem ReadPicture(ZipEntry entry, string name)
    {
        var (image, fault) = _reader.Read(entry);
        if (image is null)
        {
            return Broken(name, fault!);
        }

        var (part, label, labelFault) = _folders.Of(name);
        return labelFault is null ? SourceItem.Of(image, label, part) : Broken(name, labelFault);
    }

    private SourceItem Broken(string name, string cause) => SourceItem.Broken($"{_archive.Name}: {EntryName.Show(name)}", cause);

    // Only what can become a sample counts, so that a stray file does not make the single folder "train" one part of several.
    private HashSet<Part> FindParts()
    {
        var parts = new HashSet<Part>();
        foreach (var (_, name) in Files())
        {
            if (EntryName.Fault(name) is null && _folders.Of(name) is { Fault: null } folder)
            {
                parts.Add(folder.Part);
            }
        }

        return parts;
    }

    private IEnumerable<(ZipEntry Entry, string Name)> Files()
    {
        var directory = _archive.ReadDirectory();
        while (directory.Read() is { } entry)
        {
            if (entry.IsFolder)
            {
                continue;
            }

            var name = entry.DecodeName();
            if (!EntryName.IsJunk(name) && !_passedOver.Contains(name))
            {
                yield return (entry, name);
            }
        }
    }
}
