using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Projects;

/// <summary>Reads a project's launch settings and applies one profile of them.</summary>
internal static class LaunchProfiles
{
    private static readonly JsonSerializerOptions Json = new()
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public static (string Name, LaunchProfile Profile)? Select(
        string resourceName, IProjectMetadata metadata, string? profileName, string? hostProfileName = null)
    {
        var profiles = (metadata.LaunchSettings ?? Read(resourceName, metadata.ProjectPath))?.Profiles ?? [];
        if (profileName is null && hostProfileName is not null && profiles.TryGetValue(hostProfileName, out var likeHost))
        {
            return (hostProfileName, likeHost);
        }

        if (profileName is null)
        {
            var first = profiles.FirstOrDefault(p => p.Value.CommandName is null or "" or "Project" or "Executable");
            return first.Value is null ? null : (first.Key, first.Value);
        }

        return profiles.TryGetValue(profileName, out var profile)
            ? (profileName, profile)
            : throw new DistributedApplicationException($"The project of resource '{resourceName}' has no launch profile named '{profileName}'.");
    }

    public static void Apply(IResourceBuilder<ProjectResource> project, string name, LaunchProfile profile, bool takesUrls)
    {
        var urls = takesUrls ? profile.ApplicationUrl ?? string.Empty : string.Empty;
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = BindingUri(project.Resource.Name, url);
            project.WithEndpoint(port: address.Port, scheme: address.Scheme, name: FreeName(project.Resource, address.Scheme));
        }

        if (profile.CommandLineArgs is { Length: > 0 } arguments)
        {
            project.WithAnnotation(new ProfileArgumentsAnnotation(CommandLine.Split(arguments)));
        }

        project.WithEnvironment(context =>
        {
            context.EnvironmentVariables.TryAdd("DOTNET_LAUNCH_PROFILE", name);
            foreach (var (variable, value) in profile.EnvironmentVariables)
            {
                context.EnvironmentVariables.TryAdd(variable, Environment.ExpandEnvironmentVariables(value));
            }
        });
    }

    private static LaunchSettings? Read(string resourceName, string projectPath)
    {
        var path = Path.Combine(Path.GetDirectoryName(projectPath)!, "Properties", "launchSettings.json");
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<LaunchSettings>(file, Json);
        }
        catch (JsonException fault)
        {
            throw new DistributedApplicationException($"The launch settings of resource '{resourceName}' cannot be read: {path}: {fault.Message}", fault);
        }
    }

    private static Uri BindingUri(string resourceName, string url) => Uri.TryCreate(url, UriKind.Absolute, out var address)
        ? address
        : throw new DistributedApplicationException($"The launch profile of resource '{resourceName}' has an applicationUrl that is no address: '{url}'.");

    private static string FreeName(ProjectResource project, string scheme)
    {
        var names = project.Annotations.OfType<EndpointAnnotation>().Select(e => e.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Enumerable.Range(1, names.Count + 1).Select(i => i == 1 ? scheme : $"{scheme}{i}").First(n => !names.Contains(n));
    }
}
