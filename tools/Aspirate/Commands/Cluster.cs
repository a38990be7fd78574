using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aspirate.Commands;

/// <summary>The cluster that a command works on.</summary>
internal static class Cluster
{
    /// <summary>Makes kubectl use the cluster.</summary>
    /// <returns>The full path of the generated folder.</returns>
    /// <exception cref="AspirateException">Nothing was generated, or there is no such cluster.</exception>
    public static async Task<string> SelectAsync(Answers answers)
    {
        var folder = Path.GetFullPath(answers.InputPath);
        if (!File.Exists(Path.Combine(folder, "kustomization.yaml")))
        {
            throw new AspirateException($"There is no kustomization.yaml in {folder}: run 'aspirate generate' first, or name the folder by --input-path.");
        }

        answers.KubeContext ??= answers.CanAsk
            ? Terminal.Choose("Which cluster?", await ContextsAsync())
            : throw new AspirateException("Nobody can be asked: name the cluster by --kube-context.");
        await Shell.ShowAsync("kubectl", "config", "use-context", answers.KubeContext);
        return folder;
    }

    /// <summary>The namespace that was generated; <c>default</c> for none.</summary>
    public static string NamespaceOf(string folder)
    {
        var file = Path.Combine(folder, "namespace.yaml");
        const string Name = "name: ";
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.TrimStart().StartsWith(Name, StringComparison.Ordinal)) : null;
        return line?.Trim()[Name.Length..] ?? "default";
    }

    private static async Task<string[]> ContextsAsync()
    {
        var view = await Shell.RunAsync("kubectl", "config", "view", "-o", "json");
        try
        {
            var contexts = JsonNode.Parse(view.Output)?["contexts"]?.AsArray();
            return contexts is { Count: > 0 }
                ? [.. contexts.Select(c => (string)c!["name"]!)]
                : throw new AspirateException("kubectl knows no cluster.");
        }
        catch (JsonException fault)
        {
            throw new AspirateException($"kubectl config view failed: {view.Error.Trim().ReplaceLineEndings(" ")}", fault);
        }
    }
}
