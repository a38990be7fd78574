using System.Text.RegularExpressions;

namespace Digits.Datasets.Formats.Arrays;

/// <summary>
/// Some archives hold several data sets, as EMNIST's does. The one is taken whose name the new data set has.
/// </summary>
internal static partial class ArrayGroups
{
    private const int MaxPairs = 3;

    /// <summary>The arrays of one data set.</summary>
    /// <param name="arrays">All arrays.</param>
    /// <param name="name">The name of the new data set.</param>
    /// <exception cref="RefusalException">There are several data sets, and the name does not choose one.</exception>
    public static IReadOnlyList<ArrayFile> Choose(IReadOnlyList<ArrayFile> arrays, string name)
    {
        if (arrays.Count <= 2 * MaxPairs)
        {
            return arrays;
        }

        var groups = arrays.GroupBy(array => string.Join('-', Words(array.File.ArchiveName).Concat(Words(array.File.OwnName)))).ToList();
        var shared = groups.Select(group => group.Key.Split('-')).Aggregate((one, other) => [.. one.Intersect(other)]);
        var wanted = Words(name).ToHashSet();
        var chosen = groups.Where(group => group.Key.Split('-').Except(shared).All(wanted.Contains)).ToList();
        return groups.Count == 1 ? arrays
            : chosen.Count == 1 ? [.. chosen[0]]
            : throw Errors.SeveralDatasets([.. groups.Select(group => group.Key)]);
    }

    private static IEnumerable<string> Words(string name) =>
        Word().Matches(PartWords.Without(name[(name.LastIndexOfAny(['/', ':']) + 1)..]).ToLowerInvariant())
            .Select(match => match.Value)
            .Where(word => !RoleWord().IsMatch(word));

    [GeneratedRegex("[a-z0-9]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\A(images?|imgs?|labels?|targets?|idx[0-9]?|ubyte|gz|npy|npz|int|x|y)\z")]
    private static partial Regex RoleWord();
}
