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
        ["ServiceDefaults"] = ["protos"],
        ["Processing.Grpc"] = ["Imaging", "Learning", "ServiceDefaults", "protos"],
        ["Training.Grpc"] = ["Learning", "Learning.Torch", "ServiceDefaults", "protos"],
        ["Inference.Grpc"] = ["Imaging", "Learning", "ServiceDefaults", "protos"],
        ["Gateway"] = ["ServiceDefaults", "protos"],
        // The AppHost starts the services; it does not link them.
        ["AppHost"] = ["Processing.Grpc", "Training.Grpc", "Inference.Grpc", "Gateway"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_OnlyWhatItMay(string project)
    {
        var referenced = References(project).Select(reference => reference.Folder).Where(folder => !folder.StartsWith("compat/", StringComparison.Ordinal));

        Offenders.None(referenced.Except(Allowed[project]));
    }

    [Fact]
    public void AppHost_References_AreNotLinked()
    {
        var linked = References("AppHost")
            .Where(reference => Allowed["AppHost"].Contains(reference.Folder))
            .Where(reference => (string?)reference.Element.Attribute("ReferenceOutputAssembly") == "true");

        Offenders.None(linked);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_StandIns_AreReferencedOnlyInTheCompactSet(string project)
    {
        var standIns = References(project).Where(reference => reference.Folder.StartsWith("compat/", StringComparison.Ordinal));

        Assert.All(standIns, reference => Assert.Contains(
            "'$(PackageSet)' == 'compact'",
            string.Concat(reference.Element.AncestorsAndSelf().Select(element => (string?)element.Attribute("Condition"))),
            StringComparison.Ordinal));
    }

    [Fact]
    public void LearningTorch_References_AreOfTheFullSetOnly() =>
        Assert.All(References("Training.Grpc").Where(reference => reference.Folder == "Learning.Torch"), reference => Assert.Contains(
            "'$(PackageSet)' == 'full'",
            string.Concat(reference.Element.AncestorsAndSelf().Select(element => (string?)element.Attribute("Condition"))),
            StringComparison.Ordinal));

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

    private static List<(string Folder, XElement Element)> References(string project)
    {
        var file = Directory.GetFiles(Path.Combine(Repository.Root, project), "*.csproj").Single();
        return [.. XDocument.Load(file)
            .Descendants("ProjectReference")
            .Select(element => (FolderOf(Path.GetDirectoryName(file)!, (string)element.Attribute("Include")!), element))];
    }

    private static string FolderOf(string project, string include) =>
        Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(Path.GetFullPath(Path.Combine(project, include)))!).Replace('\\', '/');
}
