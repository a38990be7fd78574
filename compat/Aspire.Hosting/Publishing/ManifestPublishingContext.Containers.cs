using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

public sealed partial class ManifestPublishingContext
{
    /// <summary>Writes the contents of a container's entry.</summary>
    /// <param name="container">The container.</param>
    /// <returns>Ends when they are written.</returns>
    /// <exception cref="DistributedApplicationException">The container has no image.</exception>
    public async Task WriteContainerAsync(ContainerResource container)
    {
        ArgumentNullException.ThrowIfNull(container);
        if (container.Annotations.OfType<DockerfileBuildAnnotation>().SingleOrDefault() is { } build)
        {
            Writer.WriteString("type", "container.v1");
            WriteConnectionString(container);
            WriteBuild(build);
        }
        else
        {
            var image = container.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault()
                ?? throw new DistributedApplicationException($"Container '{container.Name}' has no image.");
            Writer.WriteString("type", "container.v0");
            WriteConnectionString(container);
            Writer.WriteString("image", image.FullName);
        }

        if (container.Entrypoint is not null)
        {
            Writer.WriteString("entrypoint", container.Entrypoint);
        }

        await WriteCommandLineArgumentsAsync(container);
        WriteMounts(container);
        await WriteEnvironmentVariablesAsync(container);
        WriteBindings(container);
    }

    // Null makes the build take the value from its own environment.
    private static string? BuildValue(object? value) => value switch
    {
        IManifestExpressionProvider provider => provider.ValueExpression,
        bool flag => flag ? "true" : "false",
        _ => value?.ToString(),
    };

    private void WriteBuild(DockerfileBuildAnnotation build)
    {
        Writer.WriteStartObject("build");
        Writer.WriteString("context", GetManifestRelativePath(build.ContextPath));
        Writer.WriteString("dockerfile", GetManifestRelativePath(build.DockerfilePath));
        if (build.Stage is not null)
        {
            Writer.WriteString("stage", build.Stage);
        }

        if (!build.HasEntrypoint)
        {
            Writer.WriteBoolean("buildOnly", true);
        }

        if (build.BuildArguments.Count > 0)
        {
            Writer.WriteStartObject("args");
            foreach (var (name, value) in build.BuildArguments)
            {
                Writer.WriteString(name, BuildValue(value));
                TryAddDependentResources(value);
            }

            Writer.WriteEndObject();
        }

        WriteBuildSecrets(build);
        Writer.WriteEndObject();
    }

    private void WriteBuildSecrets(DockerfileBuildAnnotation build)
    {
        if (build.BuildSecrets.Count == 0)
        {
            return;
        }

        Writer.WriteStartObject("secrets");
        foreach (var (name, value) in build.BuildSecrets)
        {
            Writer.WriteStartObject(name);
            if (value is FileInfo file)
            {
                Writer.WriteString("type", "file");
                Writer.WriteString("source", GetManifestRelativePath(file.FullName));
            }
            else
            {
                Writer.WriteString("type", "env");
                Writer.WriteString("value", BuildValue(value));
                TryAddDependentResources(value);
            }

            Writer.WriteEndObject();
        }

        Writer.WriteEndObject();
    }

    private void WriteMounts(ContainerResource container)
    {
        var mounts = container.Annotations.OfType<ContainerMountAnnotation>().ToLookup(m => m.Type);
        if (mounts.Contains(ContainerMountType.BindMount))
        {
            Writer.WriteStartArray("bindMounts");
            foreach (var mount in mounts[ContainerMountType.BindMount])
            {
                Writer.WriteStartObject();
                Writer.WriteString("source", GetManifestRelativePath(mount.Source));
                Writer.WriteString("target", mount.Target.Replace('\\', '/'));
                Writer.WriteBoolean("readOnly", mount.IsReadOnly);
                Writer.WriteEndObject();
            }

            Writer.WriteEndArray();
        }

        if (mounts.Contains(ContainerMountType.Volume))
        {
            Writer.WriteStartArray("volumes");
            foreach (var mount in mounts[ContainerMountType.Volume])
            {
                Writer.WriteStartObject();
                if (mount.Source is not null)
                {
                    Writer.WriteString("name", mount.Source);
                }

                Writer.WriteString("target", mount.Target);
                Writer.WriteBoolean("readOnly", mount.IsReadOnly);
                Writer.WriteEndObject();
            }

            Writer.WriteEndArray();
        }
    }
}
