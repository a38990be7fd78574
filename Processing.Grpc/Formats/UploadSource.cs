using Digits.Processing.V1;

namespace Digits.Processing.Formats;

/// <summary>Everything that an upload consists of, one after the other.</summary>
internal sealed class UploadSource : ISampleSource
{
    private readonly IReadOnlyList<PartSource> _sources;
    private readonly IReadOnlyList<SourceItem> _broken;
    private readonly bool _onePart;

    /// <param name="sources">The sources, at least one, all of one format; closed with this one.</param>
    /// <param name="broken">What turned out to be broken while they were opened.</param>
    public UploadSource(IReadOnlyList<PartSource> sources, IReadOnlyList<SourceItem> broken)
    {
        _sources = sources;
        _broken = broken;
        Labels = sources.All(source => source.Labels is not null) ? [.. sources.SelectMany(source => source.Labels!).Distinct()] : null;
        _onePart = sources.SelectMany(source => source.Parts).Distinct().Count() <= 1 && !sources.Any(source => source.PartsStand);
    }

    public string Format => _sources[0].Format;

    public IReadOnlyList<string>? Labels { get; }

    public IEnumerable<SourceItem> Read(CancellationToken cancellationToken)
    {
        // Files that are all of one part, say all "train", tell nothing about how to divide them.
        var items = _sources.SelectMany(source => source.Read(cancellationToken));
        return _broken.Concat(_onePart ? items.Select(item => item with { Part = Part.Unspecified }) : items);
    }

    public void Dispose()
    {
        foreach (var source in _sources)
        {
            source.Dispose();
        }
    }
}
