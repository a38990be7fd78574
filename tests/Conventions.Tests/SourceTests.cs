using System.Text.RegularExpressions;

namespace Digits.Conventions.Tests;

/// <summary>What every source file keeps to.</summary>
public sealed partial class SourceTests
{
    private const int MaxFileLines = 300;
    private const int MaxProgramLines = 30;

    [Fact]
    public void CSharpFiles_Length_IsAtMost300Lines() =>
        Offenders.None(SourceTree.CSharp
            .Select(file => (file, Count: SourceTree.Lines(file).Length))
            .Where(entry => entry.Count > MaxFileLines));

    [Fact]
    public void Scripts_Length_IsAtMost300Lines() =>
        Offenders.None(SourceTree.Files
            .Where(file => file.StartsWith("Gateway/wwwroot/", StringComparison.Ordinal) && file.EndsWith(".js", StringComparison.Ordinal))
            .Select(file => (file, Count: SourceTree.Lines(file).Length))
            .Where(entry => entry.Count > MaxFileLines));

    [Theory]
    [InlineData("Processing.Grpc/Program.cs")]
    [InlineData("Training.Grpc/Program.cs")]
    [InlineData("Inference.Grpc/Program.cs")]
    [InlineData("Gateway/Program.cs")]
    public void Program_Length_IsAtMost30Lines(string file) => Assert.InRange(SourceTree.Lines(file).Length, 1, MaxProgramLines);

    [Fact]
    public void CSharpFiles_TopLevelTypes_AreOneAndNamedAsTheFile() =>
        Offenders.None(SourceTree.CSharp
            .Where(file => !file.EndsWith("Program.cs", StringComparison.Ordinal))
            .Select(file => (file, Types: TopLevelType().Matches(SourceTree.Text(file)).Select(match => match.Groups["name"].Value).ToList()))
            .Where(entry => entry.Types.Count != 1 || Path.GetFileName(entry.file).Split('.')[0] != entry.Types[0]));

    [Fact]
    public void SourceFiles_Leftovers_AreNone() =>
        Offenders.None(SourceTree.Files
            .Where(file => Path.GetExtension(file) is ".cs" or ".js" or ".css" or ".html" or ".proto" or ".csproj")
            .Where(file => Leftover().IsMatch(SourceTree.Text(file))));

    [Fact]
    public void NugetConfig_Always_IsAbsent() =>
        Offenders.None(SourceTree.Files.Where(file => Path.GetFileName(file).Equals("nuget.config", StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void Page_Addresses_AreAllItsOwn() =>
        Offenders.None(SourceTree.Files
            .Where(file => file.StartsWith("Gateway/wwwroot/", StringComparison.Ordinal))
            .Where(file => Path.GetExtension(file) is ".js" or ".css" or ".html")
            .Where(file => ForeignAddress().IsMatch(SourceTree.Text(file))));

    [GeneratedRegex(@"^(?:\[[^\]]*\]\s*)?(?:(?:public|internal|file|sealed|static|abstract|readonly|partial|unsafe|ref)\s+)*(?:class|record struct|record class|record|struct|interface|enum|delegate [\w<>\[\], ?.]+?)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    // The brackets keep the words themselves out of this file, which is looked through too.
    [GeneratedRegex(@"N[o]tImplementedException|\bT[O]DO\b|\bF[I]XME\b|\bH[A]CK\b|\bX[X]X\b")]
    private static partial Regex Leftover();

    // The SVG name space is a name, not an address that is fetched.
    [GeneratedRegex(@"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+\.[a-z]{2,}", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignAddress();
}
