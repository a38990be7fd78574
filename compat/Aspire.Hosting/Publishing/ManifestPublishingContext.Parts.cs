using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

public sealed partial class ManifestPublishingContext
{
    /// <summary>Writes a resource's connection string, if it has one.</summary>
    /// <param name="resource">The resource.</param>
    public void WriteConnectionString(IResource resource)
    {
        if (resource is IResourceWithConnectionString { ConnectionStringExpression: { } expression })
        {
            TryAddDependentResources(expression);
            Writer.WriteString("connectionString", expression.ValueExpression);
        }
    }

    /// <summary>Writes a resource's endpoints, if it has any.</summary>
    /// <param name="resource">The resource.</param>
    public void WriteBindings(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        EndpointAnnotation[] endpoints = [.. resource.Annotations.OfType<EndpointAnnotation>()];
        if (endpoints.Length == 0)
        {
            return;
        }

        Writer.WriteStartObject("bindings");
        foreach (var (endpoint, port, targetPort) in _ports.Resolve(resource, endpoints))
        {
            Writer.WriteStartObject(endpoint.Name);
            Writer.WriteString("scheme", endpoint.UriScheme);
            Writer.WriteString("protocol", endpoint.Protocol.ToString().ToLowerInvariant());
            Writer.WriteString("transport", endpoint.Transport);
            if (port is { } exposed)
            {
                Writer.WriteNumber("port", exposed);
            }

            if (targetPort is { } target)
            {
                Writer.WriteNumber("targetPort", target);
            }

            if (endpoint.IsExternal)
            {
                Writer.WriteBoolean("external", true);
            }

            Writer.WriteEndObject();
        }

        Writer.WriteEndObject();
    }

    /// <summary>Writes a resource's environment variables, if it has any.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>Ends when they are written.</returns>
    /// <exception cref="DistributedApplicationException">A variable has a value that cannot be published.</exception>
    public async Task WriteEnvironmentVariablesAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var context = new EnvironmentCallbackContext(ExecutionContext, resource, cancellationToken: CancellationToken);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        if (context.EnvironmentVariables.Count == 0)
        {
            return;
        }

        Writer.WriteStartObject("env");
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            Writer.WriteString(name, Text(value, () => $"Variable {name} of resource '{resource.Name}'"));
            TryAddDependentResources(value);
        }

        Writer.WriteEndObject();
    }

    /// <summary>Writes a resource's command-line arguments, if it has any.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>Ends when they are written.</returns>
    /// <exception cref="DistributedApplicationException">An argument cannot be published.</exception>
    public async Task WriteCommandLineArgumentsAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var context = new CommandLineArgsCallbackContext([], CancellationToken);
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        if (context.Args.Count == 0)
        {
            return;
        }

        Writer.WriteStartArray("args");
        foreach (var value in context.Args)
        {
            Writer.WriteStringValue(Text(value, () => $"An argument of resource '{resource.Name}'"));
            TryAddDependentResources(value);
        }

        Writer.WriteEndArray();
    }

    private static string Text(object value, Func<string> what) => value switch
    {
        string text => text,
        IManifestExpressionProvider provider => provider.ValueExpression,
        _ => throw new DistributedApplicationException($"{what()} has a value that cannot be published, of type {value.GetType().Name}."),
    };
}
