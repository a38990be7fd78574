using System.Text.Json;
using System.Text.Json.Nodes;

namespace Digits.Hosting.Tests.Publishing;

/// <summary>An application model in a folder of its own, to be published.</summary>
internal sealed class PublishedModel : IDisposable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("digits-manifest-");

    public PublishedModel(params string[] args)
    {
        var host = _folder.CreateSubdirectory("AppHost").FullName;
        ManifestPath = Path.Combine(host, "aspire-manifest.json");
        Builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = args.Length > 0 ? args : ["--publisher", "manifest", "--output-path", ManifestPath],
            ProjectDirectory = host,
        });
    }

    public IDistributedApplicationBuilder Builder { get; }

    public string ManifestPath { get; }

    public string Folder => _folder.FullName;

    /// <summary>A project in a folder of its name beside the application host.</summary>
    public IResourceBuilder<ProjectResource> AddProject<TProject>(string name, string? appSettings = null)
        where TProject : SiblingProject, new()
    {
        SiblingProject.Root.Value = Folder;
        if (appSettings is not null)
        {
            var folder = Directory.CreateDirectory(Path.GetDirectoryName(new TProject().ProjectPath)!).FullName;
            File.WriteAllText(Path.Combine(folder, "appsettings.json"), appSettings);
        }

        return Builder.AddProject<TProject>(name);
    }

    public async Task<JsonNode> PublishAsync(string? path = null)
    {
        await Builder.Build().RunAsync();
        return JsonNode.Parse(await File.ReadAllTextAsync(path ?? ManifestPath))!;
    }

    /// <summary>The entry of a resource, without the variables that every project has.</summary>
    public async Task<string> EntryAsync(string resource)
    {
        var entry = (await PublishAsync())["resources"]![resource]!;
        if (entry["env"] is JsonObject variables)
        {
            foreach (var name in variables.Select(v => v.Key).Where(n => n.StartsWith("OTEL_", StringComparison.Ordinal)).ToArray())
            {
                variables.Remove(name);
            }
        }

        return Text(entry);
    }

    public static string Text(JsonNode node) => node.ToJsonString(Indented);

    public void Dispose() => _folder.Delete(recursive: true);
}
