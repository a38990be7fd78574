using System.Runtime.InteropServices;
using Aspirate.Commands;
using Aspirate.Manifests;

namespace Aspirate.Images;

/// <summary>Builds the images of projects and Dockerfiles, and pushes them if there is a registry.</summary>
internal static class ImageBuilder
{
    private const string DuplicateFiles = "NETSDK1152";

    /// <exception cref="AspirateException">An image cannot be built or pushed.</exception>
    public static async Task BuildAsync(IReadOnlyDictionary<string, ManifestResource> resources, ProjectImages images, Answers answers)
    {
        await CheckBuilderAsync(answers.ContainerBuilder);
        foreach (var resource in resources.Values.Where(r => r.IsDeployed))
        {
            if (resource.IsProject)
            {
                await BuildProjectAsync(resource, images, answers);
            }
            else if (resource.DockerfileBuild is { } build)
            {
                await BuildDockerfileAsync(build, resource.Env, images.DockerfileTags(resource.Name), answers);
            }
            else
            {
                continue;
            }

            Terminal.Done($"Built the image of '{resource.Name}'");
        }
    }

    private static async Task CheckBuilderAsync(string builder)
    {
        var info = await Shell.RunAsync(builder, "info", "--format", "json");
        if (info.ExitCode != 0)
        {
            throw new AspirateException($"{builder} does not run: {info.Error.Trim().ReplaceLineEndings(" ")}");
        }
    }

    private static async Task BuildProjectAsync(ManifestResource project, ProjectImages images, Answers answers)
    {
        var image = images.Of(project);
        var dockerfile = string.IsNullOrEmpty(image.DockerfileFile) ? Path.Combine(Path.GetDirectoryName(project.Path)!, "Dockerfile") : image.DockerfileFile;
        if (answers.PreferDockerfile == true && File.Exists(dockerfile))
        {
            var context = string.IsNullOrEmpty(image.DockerfileContext) ? answers.ContainerBuildContext : image.DockerfileContext;
            await BuildDockerfileAsync(
                new() { Context = context ?? Path.GetDirectoryName(dockerfile), Dockerfile = dockerfile }, project.Env, images.DockerfileTags(project.Name), answers);
            return;
        }

        string[] arguments =
        [
            "publish", project.Path!, "-t:PublishContainer", "--verbosity", "quiet", "--nologo",
            "-r", answers.RuntimeIdentifier ?? (RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64"),
            .. Property("ContainerRegistry", image.ContainerRegistry),
            .. Property("ContainerRepository", image.ContainerRepository),
            .. Property("ContainerImageName", image.ContainerImageName),

            // MSBuild takes a semicolon for the end of the property, unless it is in quotes.
            .. image.ContainerImageTag!.Contains(';', StringComparison.Ordinal)
                ? Property("ContainerImageTags", $"\"{image.ContainerImageTag}\"")
                : Property("ContainerImageTag", image.ContainerImageTag),
        ];
        var result = await PublishAsync(arguments);
        if (result.ExitCode != 0 && $"{result.Error}{result.Output}".Contains(DuplicateFiles, StringComparison.Ordinal))
        {
            result = await PublishAsync([.. arguments, "-p:ErrorOnDuplicatePublishOutputFiles=false"]);
        }

        if (result.ExitCode != 0)
        {
            throw new AspirateException($"The image of '{project.Name}' could not be built: {LastError(result)}");
        }
    }

    private static async Task<ShellResult> PublishAsync(string[] arguments)
    {
        Terminal.Say($"Executing: {Shell.Describe("dotnet", arguments)}");
        var result = await Shell.RunAsync("dotnet", arguments);
        Terminal.Say(result.Output.TrimEnd());
        return result;
    }

    private static async Task BuildDockerfileAsync(ManifestBuild build, Dictionary<string, string?> variables, string[] tags, Answers answers)
    {
        var own = (answers.ContainerBuildArgs ?? []).Select(a => a.Split('=', 2)).ToDictionary(a => a[0], a => (string?)a.ElementAtOrDefault(1));
        var arguments = new Dictionary<string, string?>(variables.Concat(build.Args).Concat(own).GroupBy(a => a.Key, (k, v) => KeyValuePair.Create(k, v.Last().Value)));
        await Shell.ShowAsync(
            answers.ContainerBuilder,
            [
                "build",
                .. tags.SelectMany(tag => new[] { "--tag", tag }),
                .. arguments.SelectMany(a => new[] { "--build-arg", a.Value is null ? a.Key : $"{a.Key}={a.Value}" }),
                "--file", Path.GetFullPath(build.Dockerfile!),
                Path.GetFullPath(build.Context!),
            ]);
        foreach (var tag in string.IsNullOrEmpty(answers.ContainerRegistry) ? [] : tags)
        {
            await Shell.ShowAsync(answers.ContainerBuilder, "push", tag);
        }
    }

    private static string[] Property(string name, string? value) => string.IsNullOrEmpty(value) ? [] : [$"-p:{name}={value}"];

    private static string LastError(ShellResult result) =>
        $"{result.Output}\n{result.Error}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault(l => l.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? $"exit code {result.ExitCode}";
}
