using System.Xml.Linq;
using Digits.Tests;

namespace Digits.Conventions.Tests;

/// <summary>Data flows one way, so references do too.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["protos"] = [],
        ["Learning"] = [],
        ["Imaging"] = ["Learning"],
        ["Learning.Torch"] = ["Learning"],
        ["Datasets"] = ["Imaging", "Learning", "ServiceDefaults.Storage"],
        ["ServiceDefaults"] = ["ServiceDefaults.Storage", "protos"],
        ["ServiceDefaults.Storage"] = [],
        ["Processing.Grpc"] = ["Datasets", "Imaging", "Learning", "ServiceDefaults", "protos"],
        ["Training.Grpc"] = ["Learning", "ServiceDefaults", "protos"],
        ["Inference.Grpc"] = ["Imaging", "Learning", "ServiceDefaults", "protos"],
        ["Gateway"] = ["ServiceDefaults", "protos"],
        // Aspire's SDK turns these into resources: the AppHost starts the services, it does not link them.
        ["AppHost"] = ["Processing.Grpc", "Training.Grpc", "Inference.Grpc", "Gateway"],
        ["tools/Aspirate"] = [],
    };

    private static readonly string[] Domain = ["Learning", "Learning.Torch", "Imaging", "Datasets", "ServiceDefaults.Storage"];
    private static readonly string[] Transport = ["Grpc.", "Google.Protobuf", "Google.Rpc", "Microsoft.AspNetCore"];

    public static TheoryData<string> Projects => [.. Allowed.Keys.Where(Exists)];

    public static TheoryData<string> DomainProjects => [.. Domain.Where(Exists)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_OnlyWhatItMay(string project) => Offenders.None(References(project).Except(Allowed[project]));

    [Theory]
    [MemberData(nameof(DomainProjects))]
    public void DomainProject_Always_KnowsNoTransport(string project)
    {
        var packages = Load(project).Descendants()
            .Where(element => element.Name.LocalName is "PackageReference" or "FrameworkReference")
            .Select(element => (string)element.Attribute("Include")!)
            .Where(IsTransport);
        var sources = SourceTree.CSharp
            .Where(file => file.StartsWith(project + "/", StringComparison.Ordinal))
            .Where(file => SourceTree.Lines(file).Any(line =>
                line.StartsWith("using ", StringComparison.Ordinal) && IsTransport(line["using ".Length..].Split('=')[^1].Trim())));

        Offenders.None(packages.Concat(sources));
    }

    [Fact]
    public void PackageVersions_Always_StandInOnePlace()
    {
        var versioned = SourceTree.Files
            .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))
            .Where(file => XDocument.Load(Path.Combine(Repository.Root, file))
                .Descendants("PackageReference")
                .Any(package => package.Attribute("Version") is not null));

        Offenders.None(versioned);
    }

    private static bool Exists(string project) => Directory.Exists(Path.Combine(Repository.Root, project));

    private static bool IsTransport(string name) => Transport.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private static XDocument Load(string project) => XDocument.Load(FileOf(project));

    private static string FileOf(string project) => Directory.GetFiles(Path.Combine(Repository.Root, project), "*.csproj").Single();

    private static IEnumerable<string> References(string project) =>
        Load(project).Descendants("ProjectReference").Select(reference => FolderOf(FileOf(project), (string)reference.Attribute("Include")!));

    private static string FolderOf(string project, string include)
    {
        var file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, include));
        return Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!).Replace('\\', '/');
    }
}
