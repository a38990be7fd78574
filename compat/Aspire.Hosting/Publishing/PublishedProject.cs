using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Projects;

namespace Aspire.Hosting.Publishing;

/// <summary>What a project has in the manifest without anyone asking for it: endpoints, and the variables that make it listen at them.</summary>
internal static class PublishedProject
{
    public static void Apply(IResourceBuilder<ProjectResource> builder, IProjectMetadata metadata, ProjectResourceOptions options)
    {
        var project = builder.Resource;
        var launchProfile = options.ExcludeLaunchProfile ? null : LaunchProfiles.Select(project.Name, metadata, options.LaunchProfileName)?.Profile;
        var kestrel = KestrelSettings.Read(metadata.ProjectPath, options);
        AddTelemetry(builder);
        builder.WithEnvironment(context => AddForwardedHeaders(context, project));
        foreach (var endpoint in kestrel.Endpoints)
        {
            builder.WithEndpoint(endpoint.Name, e => Set(e, endpoint));
        }

        if (kestrel.Endpoints.Count > 0)
        {
            builder.WithEnvironment(context => AddKestrelUrls(context, project));
        }
        else
        {
            builder.WithEnvironment(context => AddPorts(context, project));
        }

        if (launchProfile?.ApplicationUrl is not null || kestrel.Endpoints.Count > 0)
        {
            AddWebEndpoints(builder, kestrel.IsHttp2);
        }
    }

    private static void AddTelemetry(IResourceBuilder<ProjectResource> builder) => builder
        .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_EMIT_EXCEPTION_LOG_ATTRIBUTES", "true")
        .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_EMIT_EVENT_LOG_ATTRIBUTES", "true")
        .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory");

    private static void AddForwardedHeaders(EnvironmentCallbackContext context, ProjectResource project)
    {
        if (project.Annotations.OfType<EndpointAnnotation>().Any() && !project.Annotations.OfType<DisableForwardedHeadersAnnotation>().Any())
        {
            context.EnvironmentVariables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
        }
    }

    private static void AddKestrelUrls(EnvironmentCallbackContext context, ProjectResource project)
    {
        foreach (var endpoint in InjectedEndpoints(project))
        {
            var target = new EndpointReference(project, endpoint.Name).Property(EndpointProperty.TargetPort);
            context.EnvironmentVariables[$"Kestrel__Endpoints__{endpoint.Name}__Url"] = ReferenceExpression.Create($"{endpoint.UriScheme}://*:{target}");
        }
    }

    private static void AddPorts(EnvironmentCallbackContext context, ProjectResource project)
    {
        foreach (var (variable, scheme) in new[] { ("HTTP_PORTS", "http"), ("HTTPS_PORTS", "https") })
        {
            var ports = new ReferenceExpressionBuilder();
            foreach (var endpoint in InjectedEndpoints(project).Where(e => e.UriScheme == scheme))
            {
                ports.AppendLiteral(ports.IsEmpty ? string.Empty : ";");
                ports.AppendFormatted(new EndpointReference(project, endpoint.Name).Property(EndpointProperty.TargetPort));
            }

            if (!ports.IsEmpty)
            {
                context.EnvironmentVariables.TryAdd(variable, ports.Build());
            }
        }
    }

    // A container has no certificate, so the https endpoint that nobody asked for is not one to listen at.
    private static IEnumerable<EndpointAnnotation> InjectedEndpoints(ProjectResource project)
    {
        var filters = project.Annotations.OfType<EndpointEnvironmentInjectionFilterAnnotation>().ToArray();
        return project.Annotations.OfType<EndpointAnnotation>()
            .Where(e => e != project.DefaultHttpsEndpoint && filters.All(f => f.Filter(e)));
    }

    private static void AddWebEndpoints(IResourceBuilder<ProjectResource> builder, bool isHttp2)
    {
        var http = FindOrAdd("http");
        var https = FindOrAdd("https");
        http.TargetPort = https.TargetPort = http.TargetPort ?? https.TargetPort;

        EndpointAnnotation FindOrAdd(string scheme)
        {
            var found = builder.Resource.Annotations.OfType<EndpointAnnotation>()
                .FirstOrDefault(e => e.UriScheme == scheme || string.Equals(e.Name, scheme, StringComparison.OrdinalIgnoreCase));
            if (found is not null)
            {
                return found;
            }

            var added = new EndpointAnnotation(ProtocolType.Tcp, scheme, isHttp2 ? "http2" : null);
            builder.WithAnnotation(added);
            if (scheme == "https")
            {
                builder.Resource.DefaultHttpsEndpoint = added;
            }

            return added;
        }
    }

    private static void Set(EndpointAnnotation endpoint, KestrelEndpoint wanted)
    {
        endpoint.UriScheme = wanted.Scheme;
        endpoint.TargetPort = wanted.Port;
        if (wanted.IsHttp2)
        {
            endpoint.Transport = "http2";
        }
    }
}
