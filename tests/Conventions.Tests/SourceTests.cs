using System.Text.RegularExpressions;

namespace Digits.Conventions.Tests;

/// <summary>What every source file keeps to.</summary>
public sealed partial class SourceTests
{
    private const int MaxProgramLines = 30;

    [Theory]
    [InlineData("Processing.Grpc/Program.cs")]
    [InlineData("Training.Grpc/Program.cs")]
    [InlineData("Inference.Grpc/Program.cs")]
    [InlineData("Gateway/Program.cs")]
    public void Program_Length_IsAtMost30Lines(string file) => Assert.InRange(SourceTree.Lines(file).Length, 1, MaxProgramLines);

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

    // The brackets keep the words themselves out of this file, which is looked through too.
    [GeneratedRegex(@"N[o]tImplementedException|\bT[O]DO\b|\bF[I]XME\b|\bH[A]CK\b|\bX[X]X\b")]
    private static partial Regex Leftover();

    // The SVG name space is a name, not an address that is fetched.
    [GeneratedRegex(@"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+\.[a-z]{2,}", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignAddress();
}
