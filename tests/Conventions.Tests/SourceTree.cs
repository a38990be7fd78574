using Digits.Tests;

namespace Digits.Conventions.Tests;

/// <summary>The files of the checkout, build output left out, by their paths from the root with forward slashes.</summary>
internal static class SourceTree
{
    private static readonly string[] Skipped = ["bin", "obj", "node_modules", ".git", "artifacts", "TestResults"];

    public static IReadOnlyList<string> Files { get; } = [.. Walk(Repository.Root).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> CSharp => Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Repository.Root, file));

    public static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Concat(Directory.EnumerateDirectories(folder)
                .Where(inner => !Skipped.Contains(Path.GetFileName(inner)))
                .SelectMany(Walk));
}
