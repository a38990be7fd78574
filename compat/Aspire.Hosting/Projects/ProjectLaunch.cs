using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Projects;

/// <summary>Takes into a project resource what the project itself says about being started: launch profile and Kestrel endpoints.</summary>
internal static class ProjectLaunch
{
    public static void Apply(IResourceBuilder<ProjectResource> project, IProjectMetadata metadata, ProjectResourceOptions options)
    {
        var kestrel = KestrelSettings.Read(metadata.ProjectPath, options).Endpoints;
        foreach (var endpoint in kestrel)
        {
            project.WithAnnotation(new EndpointAnnotation(
                ProtocolType.Tcp, endpoint.Scheme, endpoint.IsHttp2 ? "http2" : null, endpoint.Name, endpoint.Port)
            {
                KestrelHost = endpoint.Host,
            });
        }

        if (options.ExcludeLaunchProfile
            || LaunchProfiles.Select(project.Resource.Name, metadata, options.LaunchProfileName, HostProfile(project.ApplicationBuilder)) is not { } profile)
        {
            return;
        }

        project.WithAnnotation(new SelectedLaunchProfileAnnotation(profile.Name));
        LaunchProfiles.Apply(project, profile.Name, profile.Profile, takesUrls: kestrel.Count == 0);
    }

    private static string? HostProfile(IDistributedApplicationBuilder host) =>
        host.Configuration["AppHost:DefaultLaunchProfileName"] ?? host.Configuration["DOTNET_LAUNCH_PROFILE"];
}
