using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes the application model as a manifest, as Aspire 13.1 does.</summary>
/// <param name="executionContext">What the application host was started for.</param>
/// <param name="manifestPath">The manifest's path; the paths in it are relative to its folder.</param>
/// <param name="writer">Where to write.</param>
/// <param name="cancellationToken">Gives up.</param>
public sealed partial class ManifestPublishingContext(
    DistributedApplicationExecutionContext executionContext, string manifestPath, Utf8JsonWriter writer, CancellationToken cancellationToken = default)
{
    private const string Schema = "https://json.schemastore.org/aspire-8.0.json";

    private readonly PublishedPorts _ports = new();
    private readonly List<IResource> _referenced = [];
    private readonly HashSet<object> _beingAdded = [];

    /// <summary>What the application host was started for.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;

    /// <summary>The manifest's path.</summary>
    public string ManifestPath { get; } = manifestPath;

    /// <summary>Where to write.</summary>
    public Utf8JsonWriter Writer { get; } = writer;

    /// <summary>Gives up.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Gets a path as the manifest has it: relative to the manifest's folder, with slashes.</summary>
    /// <param name="path">The full path.</param>
    /// <returns>The relative path; null for null.</returns>
    [return: NotNullIfNotNull(nameof(path))]
    public string? GetManifestRelativePath(string? path)
    {
        if (path is null)
        {
            return null;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(ManifestPath))!;
        return Path.GetRelativePath(folder, path.Replace('\\', Path.DirectorySeparatorChar)).Replace('\\', '/');
    }

    /// <summary>Makes sure that the resources which a value refers to are in the manifest, even if they are not part of the application.</summary>
    /// <param name="value">The value.</param>
    public void TryAddDependentResources(object? value)
    {
        if (value is IResource resource)
        {
            if (_referenced.All(r => r.Name != resource.Name))
            {
                _referenced.Add(resource);
            }
        }
        else if (value is IValueWithReferences composed && _beingAdded.Add(composed))
        {
            foreach (var part in composed.References)
            {
                TryAddDependentResources(part);
            }

            _beingAdded.Remove(composed);
        }
    }

    internal async Task WriteModelAsync(DistributedApplicationModel model)
    {
        Writer.WriteStartObject();
        Writer.WriteString("$schema", Schema);
        Writer.WriteStartObject("resources");
        foreach (var resource in model.Resources)
        {
            await WriteResourceAsync(resource);
        }

        // Writing one of these may refer to more of them.
        var known = model.Resources.Select(r => r.Name).ToHashSet();
        for (var i = 0; i < _referenced.Count; i++)
        {
            if (known.Add(_referenced[i].Name))
            {
                await WriteResourceAsync(_referenced[i]);
            }
        }

        Writer.WriteEndObject();
        Writer.WriteEndObject();
        await Writer.FlushAsync(CancellationToken);
    }

    private async Task WriteResourceAsync(IResource resource)
    {
        var own = resource.Annotations.OfType<ManifestPublishingCallbackAnnotation>().LastOrDefault();
        if (own is { Callback: null })
        {
            return;
        }

        Writer.WriteStartObject(resource.Name);
        await (own is not null ? own.Callback(this) : WriteContentsAsync(resource));
        Writer.WriteEndObject();
    }

    private async Task WriteContentsAsync(IResource resource)
    {
        switch (resource)
        {
            case ContainerResource container:
                await WriteContainerAsync(container);
                break;
            case ProjectResource project:
                await WriteProjectAsync(project);
                break;
            case ExecutableResource executable:
                await WriteExecutableAsync(executable);
                break;
            case ParameterResource parameter:
                WriteParameter(parameter);
                break;
            case IResourceWithConnectionString:
                Writer.WriteString("type", "value.v0");
                WriteConnectionString(resource);
                break;
            default:
                Writer.WriteString("error", "This resource does not support generation in the manifest.");
                break;
        }
    }

    private async Task WriteProjectAsync(ProjectResource project)
    {
        Writer.WriteString("type", "project.v0");
        Writer.WriteString("path", GetManifestRelativePath(project.Annotations.OfType<IProjectMetadata>().Last().ProjectPath));
        await WriteCommandLineArgumentsAsync(project);
        await WriteEnvironmentVariablesAsync(project);
        WriteBindings(project);
    }

    private async Task WriteExecutableAsync(ExecutableResource executable)
    {
        Writer.WriteString("type", "executable.v0");
        WriteConnectionString(executable);
        Writer.WriteString("workingDirectory", GetManifestRelativePath(executable.WorkingDirectory));
        Writer.WriteString("command", executable.Command);
        await WriteCommandLineArgumentsAsync(executable);
        await WriteEnvironmentVariablesAsync(executable);
        WriteBindings(executable);
    }

    private void WriteParameter(ParameterResource parameter)
    {
        Writer.WriteString("type", "parameter.v0");
        if (parameter.IsConnectionString)
        {
            Writer.WriteString("connectionString", parameter.ValueExpression);
        }

        Writer.WriteString("value", $"{{{parameter.Name}.inputs.value}}");
        Writer.WriteStartObject("inputs");
        Writer.WriteStartObject("value");
        Writer.WriteString("type", "string");
        if (parameter.Secret)
        {
            Writer.WriteBoolean("secret", true);
        }

        if (parameter.Default is { } value)
        {
            Writer.WriteStartObject("default");
            value.WriteToManifest(this);
            Writer.WriteEndObject();
        }

        Writer.WriteEndObject();
        Writer.WriteEndObject();
    }
}
