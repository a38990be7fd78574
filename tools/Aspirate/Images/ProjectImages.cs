using System.Text.Json;
using System.Text.Json.Nodes;
using Aspirate.Commands;
using Aspirate.Manifests;

namespace Aspirate.Images;

/// <summary>The images of all resources.</summary>
internal sealed class ProjectImages
{
    private static readonly string[] Properties =
    [
        nameof(ProjectImage.ContainerRegistry),
        nameof(ProjectImage.ContainerRepository),
        nameof(ProjectImage.ContainerImageName),
        nameof(ProjectImage.ContainerImageTag),
        nameof(ProjectImage.DockerfileFile),
        nameof(ProjectImage.DockerfileContext),
    ];

    private readonly Dictionary<string, ProjectImage> _projects;
    private readonly Answers _answers;

    private ProjectImages(Dictionary<string, ProjectImage> projects, Answers answers) => (_projects, _answers) = (projects, answers);

    /// <summary>Asks MSBuild about every project, all at the same time.</summary>
    /// <exception cref="AspirateException">A project is missing or cannot be read.</exception>
    public static async Task<ProjectImages> ReadAsync(IReadOnlyDictionary<string, ManifestResource> resources, Answers answers)
    {
        var projects = resources.Values.Where(r => r.IsProject).ToArray();
        if (projects.FirstOrDefault(p => !File.Exists(p.Path)) is { } missing)
        {
            throw new AspirateException($"The project of resource '{missing.Name}' is missing: {Path.GetFullPath(missing.Path!)}");
        }

        var images = await Task.WhenAll(projects.Select(p => ReadAsync(p, answers)));
        return new(projects.Zip(images).ToDictionary(p => p.First.Name, p => p.Second), answers);
    }

    public ProjectImage Of(ManifestResource project) => _projects[project.Name];

    /// <summary>The image as Kubernetes fetches it.</summary>
    public string NameOf(ManifestResource resource)
    {
        if (resource.IsProject)
        {
            return Of(resource).FullName;
        }

        return resource.DockerfileBuild is null ? resource.Image!.ToLowerInvariant() : DockerfileTags(resource.Name)[0];
    }

    /// <summary>The names of an image that is built from a Dockerfile, one for each tag.</summary>
    public string[] DockerfileTags(string name)
    {
        string?[] parts = [_answers.ContainerRegistry, _answers.ContainerRepositoryPrefix, name];
        var image = string.Join('/', parts.Where(p => !string.IsNullOrEmpty(p)));
        return [.. (_answers.ContainerImageTags ?? ["latest"]).Select(tag => $"{image}:{tag}".ToLowerInvariant())];
    }

    private static async Task<ProjectImage> ReadAsync(ManifestResource project, Answers answers)
    {
        var run = await Shell.RunAsync("dotnet", ["msbuild", project.Path!, .. Properties.Select(p => $"--getProperty:{p}")]);
        if (run.ExitCode != 0)
        {
            throw new AspirateException($"The project of resource '{project.Name}' cannot be read: {FirstLine(run)}");
        }

        var own = Parse(project, run.Output);
        var repository = own.ContainerRepository;
        if (string.IsNullOrEmpty(repository) && string.IsNullOrEmpty(own.ContainerImageName))
        {
            repository = project.Name;
        }

        return own with
        {
            ContainerRegistry = string.IsNullOrEmpty(own.ContainerRegistry) ? answers.ContainerRegistry : own.ContainerRegistry,
            ContainerRepository = string.IsNullOrEmpty(repository) || string.IsNullOrEmpty(answers.ContainerRepositoryPrefix)
                ? repository
                : $"{answers.ContainerRepositoryPrefix}/{repository}",
            ContainerImageTag = string.IsNullOrEmpty(own.ContainerImageTag)
                ? string.Join(';', answers.ContainerImageTags ?? ["latest"])
                : own.ContainerImageTag,
        };
    }

    private static ProjectImage Parse(ManifestResource project, string json)
    {
        try
        {
            return JsonNode.Parse(json)?["Properties"].Deserialize<ProjectImage>() ?? new();
        }
        catch (JsonException fault)
        {
            throw new AspirateException($"MSBuild says nothing sensible about the project of resource '{project.Name}': {json.Trim()}", fault);
        }
    }

    private static string FirstLine(ShellResult run) =>
        $"{run.Error}\n{run.Output}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? $"exit code {run.ExitCode}";
}
