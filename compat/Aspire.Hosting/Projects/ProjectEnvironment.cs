using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;

namespace Aspire.Hosting.Projects;

/// <summary>The environment variables that every project gets: how it writes its console and where it listens.</summary>
internal static class ProjectEnvironment
{
    public static void Add(Dictionary<string, object> variables, ResourceInstance instance)
    {
        variables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
        variables["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "true";

        EndpointAnnotation[] web = [.. instance.Resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.IsWeb && e.PortVariable is null)];
        if (web.Any(e => e.KestrelHost is not null))
        {
            // What the settings of Kestrel name replaces every other address, so all have to be among them.
            foreach (var endpoint in web)
            {
                variables[$"Kestrel__Endpoints__{endpoint.Name}__Url"] = ListenAddress(endpoint, endpoint.KestrelHost ?? "*", instance);
            }
        }
        else if (web.Length > 0)
        {
            variables["ASPNETCORE_URLS"] = string.Join(';', web.Select(e => ListenAddress(e, e.TargetHost, instance)));
        }

        if (web.FirstOrDefault(e => e.UriScheme == "https") is { AllocatedEndpoint: { } https })
        {
            variables["ASPNETCORE_HTTPS_PORT"] = https.Port.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static string ListenAddress(EndpointAnnotation endpoint, string host, ResourceInstance instance) =>
        string.Create(CultureInfo.InvariantCulture, $"{endpoint.UriScheme}://{host}:{instance.TargetPort(endpoint)}");
}
