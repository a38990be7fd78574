using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>Puts a container in the place of a project or an executable when publishing.</summary>
internal static class DockerfilePublishing
{
    public static IResourceBuilder<T> Apply<T>(
        IResourceBuilder<T> builder,
        Func<string> context,
        Action<IResourceBuilder<ContainerResource>> setUp,
        Action<IResourceBuilder<ContainerResource>>? configureAgain)
        where T : IResource
    {
        var application = builder.ApplicationBuilder;
        if (!application.ExecutionContext.IsPublishMode)
        {
            return builder;
        }

        if (application.Resources.OfType<Stand>().FirstOrDefault(c => c.Name == builder.Resource.Name) is { } earlier)
        {
            configureAgain?.Invoke(application.CreateResourceBuilder<ContainerResource>(earlier));
            return builder;
        }

        application.Resources.Remove(builder.Resource);
        var container = application.AddResource<ContainerResource>(new Stand(builder.Resource))
            .WithImage(builder.Resource.Name)
            .WithDockerfile(context())

            // They often have paths of this machine.
            .WithArgs(c => c.Args.Clear());
        setUp(container);
        return builder.WithManifestPublishingCallback(c => c.WriteContainerAsync(container.Resource));
    }

    private sealed class Stand(IResource original) : ContainerResource(original.Name)
    {
        public override ResourceAnnotationCollection Annotations => original.Annotations;
    }
}
