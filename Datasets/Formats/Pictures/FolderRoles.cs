using System.Text.RegularExpressions;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats.Pictures;

/// <summary>
/// Finds out which of the folders around pictures names the label, and which the part, from the paths of all folders of an archive together.
/// </summary>
/// <remarks>
/// Folders that name a part, and those that lie around everything, are no labels. Of the others one is: that whose names look like labels
/// (single characters, numbers) rather than like people or groups; else the innermost; else, where innermost names are only numbers of
/// characters that several alphabets have, the two of them together.
/// </remarks>
internal static partial class FolderRoles
{
    private const string Setting = "label_folder";

    // Names of one kind among so many are the kind of all.
    private const double MostPart = 0.8;

    private const int MaxShown = 3;

    /// <summary>The part and the label that each folder gives to the pictures in it.</summary>
    /// <param name="archive">What messages call the archive.</param>
    /// <param name="folders">The folders, with "/" between names.</param>
    /// <param name="files">How many files each has.</param>
    /// <param name="said">Which folder is the label, 1 for the innermost; null to be found out.</param>
    /// <param name="findings">Where an assumption is recorded.</param>
    /// <returns>For each folder its part and its label; an empty label where no folder names one.</returns>
    public static (Part Part, string Label)[] Of(
        string archive, IReadOnlyCollection<string> folders, IReadOnlyList<int> files, int? said, ImportFindings findings)
    {
        string[][] paths = [.. folders.Select(folder => folder.Split('/').Where(name => name is not ("" or ".")).ToArray())];
        if (said is { } level)
        {
            return [.. paths.Select(path => Said(path, level))];
        }

        Level[][] inner = [.. paths.Select(WithoutParts)];
        var usual = inner.Select((path, at) => (path.Length, Files: files[at])).Where(path => path.Length > 0)
            .GroupBy(path => path.Length).MaxBy(group => group.Sum(path => path.Files))?.Key ?? 0;
        var (label, isJoined) = Choose(archive, [.. inner.Where(path => path.Length == usual)], usual, findings);
        return [.. paths.Select((path, at) => (PartOf(path), Name(inner[at], label, isJoined)))];
    }

    private static (Part Part, string Label) Said(string[] path, int level)
    {
        if (level < 1 || level > path.Length)
        {
            return (PartOf(path), "");
        }

        var at = path.Length - level;
        return (PartOf([.. path.Where((_, index) => index != at)]), path[at]);
    }

    // The innermost folder that names a part decides.
    private static Part PartOf(string[] path) =>
        path.Reverse().Select(name => PartWords.OfWords(name)).FirstOrDefault(part => part != Part.Unspecified);

    private static Level[] WithoutParts(string[] path) =>
        [.. path.Select((name, index) => new Level(name, path.Length - index)).Where(level => PartWords.OfWords(level.Name) == Part.Unspecified)];

    private static string Name(Level[] path, int label, bool isJoined)
    {
        // What lies higher than the labels has none.
        return label >= path.Length ? "" : isJoined ? $"{path[label - 1].Name}/{path[label].Name}" : path[label].Name;
    }

    // The index of the label among the folders of a path that name no part, counted from the outermost.
    private static (int Label, bool IsJoined) Choose(string archive, Level[][] paths, int depth, ImportFindings findings)
    {
        if (depth <= 1)
        {
            return (0, false);
        }

        var names = Enumerable.Range(0, depth).Select(level => paths.Select(path => path[level].Name).Distinct(StringComparer.Ordinal).ToList()).ToList();
        List<int> open = [.. Enumerable.Range(0, depth).Where(level => names[level].Count > 1)];
        if (open.Count <= 1)
        {
            return (open.Count == 1 ? open[0] : Enumerable.Range(0, depth).MaxBy(level => (LabelLikeness(names[level]), level)), false);
        }

        var label = open.MaxBy(level => (LabelLikeness(names[level]), -names[level].Count, level));
        var isJoined = false;
        if (LabelLikeness(names[label]) == 0)
        {
            // Nothing looks like labels: the innermost folder is, by itself or as a number within the folder around it.
            label = open[^1];
            var contexts = paths.Select(path => (path[label - 1].Name, path[label].Name)).Distinct().Count();
            isJoined = label > 0 && names[label].Count < contexts && IsMost(names[label], NumberedName()) && !IsMost(names[label - 1], PersonName());
        }

        string[] others = [.. open.Where(level => level != label).Select(level => Distance(paths[0], level))];
        var example = Name(paths[0], label, isJoined);
        findings.Assume(
            Setting,
            Distance(paths[0], label),
            $"In {archive} the label is \"{Errors.Shorten(example, 40)}\" of \"{Errors.Shorten(string.Join('/', paths[0].Select(level => level.Name)), 80)}\"; "
                + $"the other folders, such as {string.Join(", ", open.Where(level => level != label).SelectMany(level => names[level].Take(MaxShown)).Select(name => $"\"{Errors.Shorten(name, 20)}\""))}, "
                + (isJoined ? "belong to it." : "are no labels."),
            others);
        return (label, isJoined);
    }

    private static string Distance(Level[] path, int level) => path[level].Distance.ToString(CultureInfo.InvariantCulture);

    // 2 for single characters and small numbers, 0 for people, groups and anything else, 1 for names that say "class" or "digit".
    private static int LabelLikeness(List<string> names) =>
        IsMost(names, PersonName()) ? -1
        : names.Count(name => new StringInfo(name).LengthInTextElements == 1 || ShortNumber().IsMatch(name)) >= MostPart * names.Count ? 2
        : IsMost(names, ClassName()) ? 1
        : 0;

    private static bool IsMost(List<string> names, Regex kind) => names.Count(name => kind.IsMatch(name)) >= MostPart * names.Count;

    [GeneratedRegex(@"\A[0-9]{1,3}\z")]
    private static partial Regex ShortNumber();

    [GeneratedRegex(@"\A(class|digit|label|number|num|cls|letter)[ _-]?\w{1,12}\z", RegexOptions.IgnoreCase)]
    private static partial Regex ClassName();

    [GeneratedRegex(@"\A(char(acter)?|symbol|sample|glyph|sign|c)?[ _-]?[0-9]+\z", RegexOptions.IgnoreCase)]
    private static partial Regex NumberedName();

    [GeneratedRegex(
        @"\A((writer|user|author|person|people|subject|student|participant|volunteer|scribe|annotator|hand|hsf|form|page|session|scan|scanner|device|age|group|fold|batch|year|grade)s?([ _-]?[\w-]+)?"
            + @"|[wups][0-9]+|(left|right)[ _-]?hand(ed)?|(fe)?male|[0-9]{1,2}[_-][0-9]{1,2}|[0-9]{2,4}-[0-9]{2}-[0-9]{2,4}|[0-9]{3,}[_-]\w+)\z",
        RegexOptions.IgnoreCase)]
    private static partial Regex PersonName();

    /// <summary>A folder on the way to a picture, and how far it is from it: 1 for the innermost.</summary>
    private readonly record struct Level(string Name, int Distance);
}
