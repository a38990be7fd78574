using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>The environment variables that every project gets.</summary>
internal static class ProjectEnvironment
{
    public static void Add(EnvironmentCallbackContext context, ProjectResource project)
    {
        var variables = context.EnvironmentVariables;
        variables["OTEL_SERVICE_NAME"] = project.Name;
        variables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
        variables["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "true";

        EndpointAnnotation[] web = [.. project.Annotations.OfType<EndpointAnnotation>().Where(e => e.IsWeb && e.PortVariable is null)];
        if (web.Length > 0)
        {
            variables["ASPNETCORE_URLS"] = string.Join(';', web.Select(ListenAddress));
        }

        if (web.FirstOrDefault(e => e.UriScheme == "https") is { AllocatedEndpoint: { } https })
        {
            variables["ASPNETCORE_HTTPS_PORT"] = https.Port.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static string ListenAddress(EndpointAnnotation endpoint) =>
        string.Create(CultureInfo.InvariantCulture, $"{endpoint.UriScheme}://{endpoint.TargetHost}:{endpoint.AllocatedEndpoint!.Port}");
}
