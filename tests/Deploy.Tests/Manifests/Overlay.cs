using System.Text.RegularExpressions;
using Digits.Tests;

namespace Digits.Deploy.Tests.Manifests;

/// <summary>The overlays of <c>deploy/</c>, rendered over what Aspirate makes of the application model.</summary>
internal static partial class Overlay
{
    public const string Minikube = "minikube";
    public const string Production = "production";

    private static readonly Lazy<string> Tree = new(Prepare);
    private static readonly Lazy<Manifest> MinikubeManifest = new(() => Parse(Minikube));
    private static readonly Lazy<Manifest> ProductionManifest = new(() => Parse(Production));

    /// <summary>Why overlays cannot be rendered here; null when they can.</summary>
    public static string? Missing { get; } = FindKubectl();

    /// <summary>A rendered overlay. It is shared: copy it before breaking it.</summary>
    public static Manifest Of(string name) => name is Minikube ? MinikubeManifest.Value : ProductionManifest.Value;

    private static Manifest Parse(string name) =>
        new(YamlObjects.Parse(Tool.Output("kubectl", ["kustomize", Path.Combine(Tree.Value, "deploy", "overlays", name)])));

    /// <summary>A copy of <c>deploy/</c> beside a fresh <c>AppHost/aspirate-output</c>: the checkout's own may be anyone's.</summary>
    private static string Prepare()
    {
        var root = Directory.CreateTempSubdirectory("digits-deploy-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, recursive: true);
        Copy(Path.Combine(Repository.Root, "deploy"), Path.Combine(root, "deploy"));
        Aspirate.Generate(Path.Combine(root, "AppHost"));
        return root;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static string? FindKubectl()
    {
        var version = Tool.TryOutput("kubectl", "version", "--client") is { } output ? KustomizeVersion().Match(output) : Match.Empty;
        return version.Success && int.Parse(version.Groups[1].ValueSpan) >= 5 ? null : "needs kubectl 1.27 or newer, whose kustomize is 5.0";
    }

    [GeneratedRegex(@"Kustomize Version: v(\d+)\.")]
    private static partial Regex KustomizeVersion();
}
