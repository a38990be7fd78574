using Digits.Datasets.Editing;
using Digits.Datasets.Storage;
using Digits.Datasets.Versions;
using Digits.Processing.Samples;
using Digits.Processing.V1;
using Difference = Digits.Processing.V1.Difference;
using DifferenceKind = Digits.Datasets.Editing.DifferenceKind;

namespace Digits.Processing.History;

/// <summary>Differences between versions as they appear on the wire.</summary>
internal static class DifferenceMapping
{
    public static IEnumerable<Difference> ToProto(VersionReader from, VersionReader to, IReadOnlyList<VersionDifference> differences)
    {
        var removed = Show(from, differences.Where(difference => difference.Kind == DifferenceKind.Removed).Select(difference => difference.Old));
        var others = Show(to, differences.Where(difference => difference.Kind != DifferenceKind.Removed).Select(difference => difference.New));
        return differences.Select(difference => difference.Kind == DifferenceKind.Removed
            ? new Difference { Kind = (V1.DifferenceKind)difference.Kind, Sample = removed[difference.Old.Number] }
            : new Difference
            {
                Kind = (V1.DifferenceKind)difference.Kind,
                Sample = others[difference.New.Number],
                OldLabel = difference.Kind == DifferenceKind.Relabeled ? from.Version.Labels[difference.Old.Class] : "",
                OldPart = difference.Old.Part == difference.New.Part || difference.Kind == DifferenceKind.Added
                    ? V1.Part.Unspecified
                    : (V1.Part)difference.Old.Part,
            });
    }

    private static Dictionary<int, Sample> Show(VersionReader reader, IEnumerable<VersionSample> samples) =>
        SampleThumbnails.Show(reader, [.. samples.Select(sample => (sample, reader.Numbers(sample.Part).IndexOf(sample.Number)))])
            .ToDictionary(sample => sample.Number);
}
