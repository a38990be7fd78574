using System.Text.RegularExpressions;

namespace Digits.Conventions.Tests;

/// <summary>
/// Namespaces of a project use each other one way: none is reached again from one that it uses. One within another counts as part of it:
/// the outer one puts the inner ones together, and they share its types.
/// </summary>
public sealed partial class NamespaceTests
{
    // Circles that are known and are to go. Nothing may be added.
    private static readonly string[] Known =
    [
        "Digits.Inference.Models <-> Digits.Inference.Prediction",
        "Digits.Learning.Layers <-> Digits.Learning.Networks",
        "Digits.Learning.Networks <-> Digits.Learning.Training",
        "Digits.Learning.Optimizers <-> Digits.Learning.Training",
        "Digits.Training.LabelChecks <-> Digits.Training.Runs",
        "Digits.Training.Mapping <-> Digits.Training.Runs",
        "Digits.Training.Models <-> Digits.Training.Runs",
        "Digits.Training.Runs <-> Digits.Training.Storage",
    ];

    public static TheoryData<string> Projects =>
        [.. SourceTree.CSharp.Select(FolderOf).Where(folder => folder is not "tests").Distinct()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Namespaces_OfAProject_UseEachOtherOneWay(string project) => Offenders.None(Circles(project, direct: true).Except(Known));

    // Where two use each other, longer circles follow from it; elsewhere there must be none either.
    [Theory]
    [MemberData(nameof(Projects))]
    public void Namespaces_OfAProject_AreInNoLongerCircle(string project)
    {
        if (!Circles(project, direct: true).Any())
        {
            Offenders.None(Circles(project, direct: false));
        }
    }

    private static string FolderOf(string file) => file[..file.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>Each two namespaces that use each other, directly or also by way of others.</summary>
    private static IEnumerable<string> Circles(string project, bool direct)
    {
        var files = SourceTree.CSharp.Where(file => FolderOf(file) == project).Select(Source.Read).Where(source => source.Namespace.Length > 0).ToList();
        var homes = files.SelectMany(file => file.Types.Select(type => (type, file.Namespace)))
            .GroupBy(pair => pair.type)
            .ToDictionary(group => group.Key, group => group.Select(pair => pair.Namespace).Distinct().ToList());
        var uses = files.GroupBy(file => file.Namespace).ToDictionary(group => group.Key, group => group.SelectMany(file => Used(file, homes)).ToHashSet());
        var reached = uses.Keys.ToDictionary(name => name, name => direct ? uses[name] : Reach(name, uses));
        return from name in uses.Keys
               from other in reached[name]
               where string.CompareOrdinal(name, other) < 0 && reached.TryGetValue(other, out var back) && back.Contains(name)
               select $"{name} <-> {other}";
    }

    private static IEnumerable<string> Used(Source file, Dictionary<string, List<string>> homes) =>
        from word in file.Words
        where homes.ContainsKey(word) && !file.Types.Contains(word)
        let visible = homes[word].Where(home => home == file.Namespace || file.Sees(home)).ToList()
        where visible.Count > 0 && !visible.Contains(file.Namespace)
        from home in visible
        where !IsWithin(home, file.Namespace) && !IsWithin(file.Namespace, home)
        select home;

    private static bool IsWithin(string inner, string outer) => inner.StartsWith(outer + ".", StringComparison.Ordinal);

    private static HashSet<string> Reach(string start, Dictionary<string, HashSet<string>> uses)
    {
        var reached = new HashSet<string>();
        var waiting = new Queue<string>(uses[start]);
        while (waiting.TryDequeue(out var next))
        {
            if (reached.Add(next) && uses.TryGetValue(next, out var further))
            {
                further.ToList().ForEach(waiting.Enqueue);
            }
        }

        return reached;
    }

    private sealed partial record Source(string Namespace, HashSet<string> Usings, HashSet<string> Types, HashSet<string> Words)
    {
        public static Source Read(string file)
        {
            var lines = SourceTree.Lines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)).ToList();
            var code = string.Join('\n', lines.Where(line => !line.StartsWith("using ", StringComparison.Ordinal)));
            return new(
                NamespaceLine().Match(code).Groups["name"].Value,
                [.. lines.Select(line => UsingLine().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value)],
                [.. TypeLine().Matches(code).Select(match => match.Groups["name"].Value)],
                [.. Word().Matches(Text().Replace(code, "")).Select(match => match.Value)]);
        }

        /// <summary>Whether a type of another namespace can be named without it: by a using, or because it is one around this one.</summary>
        public bool Sees(string other) => Usings.Contains(other) || Namespace.StartsWith(other + ".", StringComparison.Ordinal);

        [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline)]
        private static partial Regex NamespaceLine();

        [GeneratedRegex(@"^using (static )?(\w+ = )?(?<name>Digits[\w.]*);")]
        private static partial Regex UsingLine();

        [GeneratedRegex(@"^(public|internal|file)?( ?(static|sealed|abstract|partial|readonly|ref|unsafe))* ?(class|struct|interface|enum|record( class| struct)?|delegate [\w<>\[\],. ]+?) (?<name>\w+)", RegexOptions.Multiline)]
        private static partial Regex TypeLine();

        [GeneratedRegex(@"\b[A-Z]\w*\b")]
        private static partial Regex Word();

        [GeneratedRegex("\"([^\"\\\\\n]|\\\\.)*\"")]
        private static partial Regex Text();
    }
}
