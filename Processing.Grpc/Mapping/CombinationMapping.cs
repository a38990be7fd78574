using Digits.Datasets.Combining;
using Digits.Processing.V1;
using CombinationSource = Digits.Datasets.Combining.CombinationSource;
using ImportMode = Digits.Datasets.Formats.ImportMode;

namespace Digits.Processing.Mapping;

/// <summary>Combinations of data sets as they come over the wire.</summary>
internal static class CombinationMapping
{
    /// <summary>The combination that a request wants, not checked yet.</summary>
    public static Combination ToDomain(CombineDatasetsRequest request) => new()
    {
        Name = request.Name,
        Sources = [.. request.Sources.Select(ToDomain)],
        Mode = (ImportMode)request.Mode,
        Seed = request.Seed,
        Author = request.Author,
        Note = request.Note,
    };

    private static CombinationSource ToDomain(V1.CombinationSource source) => new()
    {
        Dataset = source.Dataset,
        Version = source.Version,
        Share = source.HasShare ? source.Share : null,
        MaxSamples = source.HasMaxSamples ? source.MaxSamples : null,
        Labels = [.. source.Labels],
        LabelMap = source.LabelMap,
    };
}
