using System.Text.Json.Nodes;
using System.Xml.Linq;
using Digits.Hosting.Tests;
using Digits.Tests;

namespace Digits.AppHost.Tests;

/// <summary>The build asks no project whether it is built while nothing on its list of sources changed, so nothing may be missing there.</summary>
public sealed class SourceListTests
{
    private static readonly string AppHost = Path.Combine(Repository.Root, "AppHost", "AppHost.csproj");

    [Fact]
    public async Task ListSources_HasEveryFileOfEveryProjectOfTheApplication()
    {
        using var build = HostProcess.Start(
            "msbuild", [], AppHost, "-t:ListSources", "-getItem:Source", $"-p:Configuration={new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name}");
        var output = JsonNode.Parse(string.Concat(await build.OutputAsync()))!;
        HashSet<string> listed = [.. output["Items"]!["Source"]!.AsArray().Select(item => (string)item!["FullPath"]!)];

        HashSet<string> projects = [];
        AddWithReferences(AppHost, projects);
        string[] sources =
        [
            .. projects.SelectMany(project => FilesOf(Path.GetDirectoryName(project)!)),
            .. FilesOf(Path.Combine(Repository.Root, "compat")),
            .. Directory.EnumerateFiles(Repository.Root, "Directory.*"),
            Path.Combine(Repository.Root, "CompileAhead.targets"),
            Path.Combine(Repository.Root, ".editorconfig"),
            Path.Combine(Repository.Root, "global.json"),
        ];

        Assert.True(projects.Count > 5, "The walk over the references found too few projects.");
        Assert.Empty(sources.Except(listed));
    }

    private static void AddWithReferences(string project, HashSet<string> found)
    {
        if (!found.Add(project))
        {
            return;
        }

        foreach (var reference in XDocument.Load(project).Descendants("ProjectReference").Attributes("Include"))
        {
            // Those to compat/, all of which is looked at anyway, are written with properties.
            if (!reference.Value.Contains('$', StringComparison.Ordinal))
            {
                AddWithReferences(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, reference.Value)), found);
            }
        }
    }

    private static IEnumerable<string> FilesOf(string folder) =>
        from file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        let parts = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)
        where !parts.Contains("bin") && !parts.Contains("obj")
        // What publishing leaves beside the project.
        where (folder != Path.GetDirectoryName(AppHost) || !file.EndsWith("manifest.json", StringComparison.Ordinal)) && parts[^1] != "aspirate-state.json" && parts[0] != "aspirate-output"
        select file;
}
