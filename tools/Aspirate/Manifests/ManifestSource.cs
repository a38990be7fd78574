using Aspirate.Commands;

namespace Aspirate.Manifests;

/// <summary>Finds the manifest, or lets the application host write it.</summary>
internal static class ManifestSource
{
    private const string FileName = "manifest.json";

    /// <exception cref="AspirateException">There is no application host, or it wrote no manifest.</exception>
    public static async Task<string> FindAsync(Answers answers)
    {
        if (answers.ManifestPath is { } given)
        {
            return given;
        }

        var project = Normalize(answers.ProjectPath);
        if (!File.Exists(project) && !(Directory.Exists(project) && Directory.EnumerateFiles(project, "*.csproj").Any()))
        {
            throw new AspirateException($"There is no application host at {project}: name its project by --project-path, or a manifest by --aspire-manifest.");
        }

        var manifest = Path.Combine(Directory.Exists(project) ? project : Path.GetDirectoryName(project)!, FileName);
        File.Delete(manifest);
        Terminal.Say("Generating the Aspire manifest...");
        string[] profile = answers.LaunchProfile is { } name ? ["--launch-profile", name] : [];
        var run = await Shell.RunAsync("dotnet", ["run", .. profile, "--project", project, "--", "--publisher", "manifest", "--output-path", FileName]);
        if (run.Error.Trim() is { Length: > 0 } error)
        {
            throw new AspirateException($"Could not build the manifest: {error.ReplaceLineEndings(" ")}");
        }

        if (run.ExitCode != 0 || !File.Exists(manifest))
        {
            var last = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
            throw new AspirateException($"Could not build the manifest: the application host ended with exit code {run.ExitCode} and wrote no {manifest}. {last}".TrimEnd());
        }

        Terminal.Done($"Created the Aspire manifest at {manifest}");
        return manifest;
    }

    // As the original does it: a path that does not start with a dot is taken as it is.
    private static string Normalize(string path) => path.StartsWith('.') ? Path.Combine(Environment.CurrentDirectory, path) : path;
}
