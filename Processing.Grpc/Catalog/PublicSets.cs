namespace Digits.Processing.Catalog;

/// <summary>The public sets that can be installed.</summary>
internal sealed class PublicSets(IEnumerable<PublicSet> sets)
{
    /// <summary>The sets, by title.</summary>
    public IReadOnlyList<PublicSet> All { get; } = [.. sets.OrderBy(set => set.Title, StringComparer.Ordinal)];

    public PublicSet Get(string name) => All.FirstOrDefault(set => set.Name == name) ?? throw Errors.PublicDatasetNotFound(name);
}
