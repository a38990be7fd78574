using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Publishing;

namespace Aspire.Hosting;

public static partial class ProjectResourceBuilderExtensions
{
    /// <summary>Keeps a published project from trusting the headers in which a proxy says where a request came from.</summary>
    /// <param name="builder">The project's builder.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<ProjectResource> DisableForwardedHeaders(this IResourceBuilder<ProjectResource> builder) =>
        builder.WithAnnotation(new DisableForwardedHeadersAnnotation(), ResourceAnnotationMutationBehavior.Replace);

    /// <summary>Chooses the endpoints that a project is told to listen at.</summary>
    /// <param name="builder">The project's builder.</param>
    /// <param name="filter">Whether it listens at an endpoint.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<ProjectResource> WithEndpointsInEnvironment(
        this IResourceBuilder<ProjectResource> builder, Func<EndpointAnnotation, bool> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return builder.WithAnnotation(new EndpointEnvironmentInjectionFilterAnnotation(filter));
    }

    /// <summary>
    /// Publishes a project as a container whose image is built from the Dockerfile in the project's folder. The container takes the
    /// project's place in the manifest at the end, listens on port 8080 if nothing else is said, and has none of its arguments.
    /// </summary>
    /// <typeparam name="T">The kind of project.</typeparam>
    /// <param name="builder">The project's builder.</param>
    /// <param name="configure">Sets the container up; null for nothing to set up.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> PublishAsDockerFile<T>(this IResourceBuilder<T> builder, Action<IResourceBuilder<ContainerResource>>? configure = null)
        where T : ProjectResource => DockerfilePublishing.Apply(
            builder,
            () => Path.GetDirectoryName(builder.Resource.Annotations.OfType<IProjectMetadata>().Last().ProjectPath)!,
            container =>
            {
                container.WithEndpoint("http", e => e.TargetPort ??= 8080, createIfNotExists: false);
                container.WithEndpoint("https", e => e.TargetPort ??= 8080, createIfNotExists: false);
                configure?.Invoke(container);
            },
            configure);
}
