using System.IO.Hashing;
using System.Text.RegularExpressions;
using Digits.Datasets.Formats.Arrays;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats;

/// <summary>
/// Chooses one of several data sets in an upload, as Kaggle's copy of EMNIST holds them: by the setting <c>subset</c>, else by the new data
/// set's name, else not at all. Second copies of the same file, and a table of the samples that arrays hold already, are passed over.
/// </summary>
internal sealed partial class Subsets(ImportSettings settings, ImportFindings findings)
{
    // More arrays than those of three parts are certainly not one data set.
    private const int MaxArrays = 6;

    private const int MaxNamed = 5;

    /// <summary>The format of tables.</summary>
    public const string TableFormat = "csv";

    /// <summary>Takes second copies of the same file away.</summary>
    public List<ArrayFile> WithoutCopies(IReadOnlyList<ArrayFile> arrays) => WithoutCopies(
        arrays, array => array.File, array => (string.Join('-', RoleWords(array.File)), array.Part, array.Header.Format, array.Header.Shape));

    /// <inheritdoc cref="WithoutCopies(IReadOnlyList{ArrayFile})"/>
    public List<DataFile> WithoutCopies(IReadOnlyList<DataFile> tables) =>
        WithoutCopies(tables, table => table, table => (string.Join('-', RoleWords(table)), table.Length));

    /// <summary>The files of the data set that is wanted; all of them where they are one.</summary>
    /// <param name="files">The arrays and tables of the upload, each with its format.</param>
    /// <exception cref="RefusalException">There are several data sets, and nothing chooses one; or none is called as the setting says.</exception>
    public HashSet<DataFile> Choose(IReadOnlyList<(DataFile File, string Format)> files)
    {
        var items = ItemsOf(files);
        var groups = items.GroupBy(item => item.Key).ToList();
        if (groups.Count == 0)
        {
            return [];
        }

        var names = NamesOf(groups);
        if (settings.Subset.Length > 0)
        {
            return ChooseCalled(items, names);
        }

        if (!AreSeveral(groups))
        {
            AssumeOne(groups, names);
            return [.. items.Select(item => item.File)];
        }

        var named = Words(settings.Name).ToHashSet();
        var chosen = groups.Where(group => names[group.Key].Split('-').All(named.Contains)).ToList();
        if (chosen.Count != 1)
        {
            throw Errors.SeveralDatasets([.. names.Values]);
        }

        var name = names[chosen[0].Key];
        findings.Assume("subset", name, $"Of several data sets, {name} was taken, after which the new data set is named.", [.. names.Values]);
        return PassOverOthers(items, [.. chosen[0]], names);
    }

    /// <summary>
    /// Leaves out what the setting does not call, before tables are read; where it calls nothing, or too much, <see cref="Choose"/> says so.
    /// </summary>
    public HashSet<DataFile> Preselect(IReadOnlyList<(DataFile File, string Format)> files)
    {
        var items = ItemsOf(files);
        var names = NamesOf([.. items.GroupBy(item => item.Key)]);
        return Called(items, names) is { Count: > 0 } wanted ? PassOverOthers(items, wanted, names) : [.. items.Select(item => item.File)];
    }

    /// <summary>
    /// Decides between arrays and tables. Tables of as many samples as the arrays are the same data once more, and the arrays are taken.
    /// </summary>
    /// <exception cref="RefusalException">They differ, and nothing says which are wanted.</exception>
    public void PreferArrays(IReadOnlyList<ArrayPair> arrays, string arrayFormat, IReadOnlyList<DataFile> tables, long rows)
    {
        var isArchive = arrays.All(pair => pair.Pictures.File.ArchiveName.Length > 0) && tables.All(table => table.ArchiveName.Length > 0);
        if (rows == arrays.Sum(pair => pair.Layout.Count))
        {
            foreach (var table in tables)
            {
                findings.PassOver(table.Name, "It holds as many samples as the arrays, which were taken instead.");
            }

            findings.Assume(
                "subset", arrayFormat, $"The arrays and the tables hold {rows} samples each, so they are taken for the same data; the arrays were read.", arrayFormat, "csv");
            return;
        }

        throw isArchive ? Errors.SeveralDatasets([arrayFormat, "csv"]) : Errors.FormatsMixed([arrayFormat, "csv"]);
    }

    private List<TFile> WithoutCopies<TFile, TKey>(IReadOnlyList<TFile> files, Func<TFile, DataFile> fileOf, Func<TFile, TKey> keyOf)
        where TKey : notnull
    {
        var kept = new List<TFile>();
        var known = new Dictionary<TKey, List<(UInt128 Hash, string Name)>>();

        // Most files have a name and a shape of their own, and need not be read for this.
        foreach (var group in files.GroupBy(keyOf).Where(group => group.Count() > 1))
        {
            known[group.Key] = [];
        }

        foreach (var file in files)
        {
            if (known.TryGetValue(keyOf(file), out var others))
            {
                var hash = HashOf(fileOf(file));
                if (others.Find(other => other.Hash == hash).Name is { } first)
                {
                    findings.PassOver(fileOf(file).Name, $"It is a second copy of {first}.");
                    continue;
                }

                others.Add((hash, fileOf(file).Name));
            }

            kept.Add(file);
        }

        return kept;
    }

    private static UInt128 HashOf(DataFile file)
    {
        var hash = new XxHash128();
        using var stream = file.Open();
        hash.Append(stream);
        return hash.GetCurrentHashAsUInt128();
    }

    // One part twice under different names: two data sets. Arrays are paired by other rules where there are few of them.
    private static bool AreSeveral(List<IGrouping<string, Item>> groups)
    {
        var arrays = groups.Where(group => group.Any(item => item.IsArray)).ToList();
        if (arrays.Count > 1 && arrays.Sum(group => group.Count(item => item.IsArray)) > MaxArrays)
        {
            return true;
        }

        // Beside tables that say "train" or "test", an archive's table of another name that says neither is another data set. Tables that
        // are sent one by one are meant to be put together.
        var tables = groups.Select(group => group.Where(item => !item.IsArray).ToList()).Where(group => group.Count > 0).ToList();
        var anyPart = tables.Exists(group => group.Exists(item => item.Part != Part.Unspecified));
        var parts = tables.SelectMany(group => group
            .Where(item => item.Part != Part.Unspecified || (anyPart && item.InArchive))
            .Select(item => item.Part == Part.Unspecified ? Part.Train : item.Part)
            .Distinct());
        return parts.GroupBy(part => part).Any(part => part.Count() > 1);
    }

    private void AssumeOne(List<IGrouping<string, Item>> groups, Dictionary<string, string> names)
    {
        var tables = groups.Where(group => group.All(item => !item.IsArray)).ToList();
        if (tables.Count > 1)
        {
            string[] all = [.. tables.Select(group => names[group.Key])];
            findings.Assume("subset", "", $"The tables {string.Join(", ", all.Take(MaxNamed))} were put together into one data set.", all);
        }
    }

    private HashSet<DataFile> ChooseCalled(List<Item> items, Dictionary<string, string> names)
    {
        var wanted = Called(items, names);
        if (wanted.Count == 0)
        {
            string[] formats = [.. items.Select(item => item.Format).Distinct()];
            throw Errors.SubsetUnknown(settings.Subset, names.Count > 1 ? [.. names.Values] : [.. names.Values, .. formats]);
        }

        var groups = wanted.GroupBy(item => item.Key).ToList();
        return AreSeveral(groups)
            ? throw Errors.SeveralDatasets([.. groups.Select(group => names[group.Key])])
            : PassOverOthers(items, wanted, names);
    }

    // A name that is given in full comes before names that hold its words.
    private List<Item> Called(List<Item> items, Dictionary<string, string> names)
    {
        if (settings.Subset.Length == 0)
        {
            return [];
        }

        var keys = items.Where(item => IsSubset(names[item.Key]) || IsSubset(item.OwnName) || IsSubset(item.Key)).Select(item => item.Key).ToHashSet();
        var words = Words(settings.Subset).ToList();
        return keys.Count > 0
            ? [.. items.Where(item => keys.Contains(item.Key))]
            : [.. items.Where(item => words.Count > 0 && words.TrueForAll(word => item.Words.Contains(word) || word == item.Format))];
    }

    private bool IsSubset(string name) => name.Equals(settings.Subset, StringComparison.OrdinalIgnoreCase);

    private HashSet<DataFile> PassOverOthers(List<Item> items, List<Item> wanted, Dictionary<string, string> names)
    {
        var kept = wanted.Select(item => item.File).ToHashSet();
        foreach (var item in items.Where(item => !kept.Contains(item.File)))
        {
            findings.PassOver(item.File.Name, $"It belongs to another data set, {names[item.Key]}.");
        }

        return kept;
    }

    // The names of archives tell data sets apart only where there are several archives.
    private static List<Item> ItemsOf(IReadOnlyList<(DataFile File, string Format)> files)
    {
        var several = files.Select(file => file.File.ArchiveName).Distinct().Count() > 1;
        return [.. files.Select(file => new Item(file.File, file.Format, KeyWords(file.File, several)))];
    }

    // What tells a group from the others; a group without a word of its own is called after its format or its first file.
    private static Dictionary<string, string> NamesOf(List<IGrouping<string, Item>> groups)
    {
        var shared = groups.Select(group => group.Key.Split('-')).Aggregate((string[] one, string[] other) => [.. one.Intersect(other)]);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var own = string.Join('-', group.Key.Split('-').Except(shared));
            var format = group.Select(item => item.Format).Distinct().ToList();
            var isOnly = format.Count == 1 && groups.TrueForAll(other => other == group || other.All(item => item.Format != format[0]));
            names[group.Key] = own.Length > 0 ? own : group.Key.Length > 0 ? group.Key : isOnly ? format[0] : group.First().OwnName;
        }

        return names;
    }

    private static IEnumerable<string> Words(string name) => Word().Matches(name.ToLowerInvariant()).Select(match => match.Value);

    // The words of all names around a file and of its own, without those that every data set's files have.
    private static IEnumerable<string> KeyWords(DataFile file, bool withArchive) =>
        Words(PartWords.Without(withArchive ? $"{file.ArchiveName}/{file.OwnName}" : file.OwnName)).Where(word => !RoleWord().IsMatch(word)).Distinct();

    // What the last name says: two copies of one file differ in folders, points and dashes at most.
    private static IEnumerable<string> RoleWords(DataFile file) => Words(file.OwnName[(file.OwnName.LastIndexOf('/') + 1)..]).Except(["gz"]);

    [GeneratedRegex(@"[\p{L}\p{Nd}]+")]
    private static partial Regex Word();

    // Numbers count pieces of one data set.
    [GeneratedRegex(@"\A(images?|imgs?|labels?|targets?|idx[0-9]?|ubyte|gz|npy|npz|csv|tsv|txt|data|int|zip|tar|tgz|bz2?|xz|z|of|raw|[a-z]|(part|shard|chunk|fold|batch|split)?[0-9]*)\z")]
    private static partial Regex RoleWord();

    /// <summary>A file with what its names tell.</summary>
    private sealed record Item(DataFile File, string Format, IEnumerable<string> KeyWords)
    {
        public bool IsArray => Format != TableFormat;

        public HashSet<string> Words { get; } = [.. KeyWords];

        public string Key => string.Join('-', Words);

        public string OwnName => File.OwnName[(File.OwnName.LastIndexOf('/') + 1)..];

        public bool InArchive => File.ArchiveName.Length > 0;

        public Part Part => PartWords.Of(File.OwnName) is var own and not Part.Unspecified ? own : PartWords.Of(File.ArchiveName);
    }
}
