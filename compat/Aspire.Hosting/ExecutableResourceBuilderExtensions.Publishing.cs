using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Publishing;

namespace Aspire.Hosting;

public static partial class ExecutableResourceBuilderExtensions
{
    /// <summary>Publishes an executable as a container whose image is built from the Dockerfile in its working directory.</summary>
    /// <typeparam name="T">The kind of executable.</typeparam>
    /// <param name="builder">The executable's builder.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> PublishAsDockerFile<T>(this IResourceBuilder<T> builder)
        where T : ExecutableResource => builder.PublishAsDockerFile(configure: null);

    /// <summary>Publishes an executable as a container whose image is built from the Dockerfile in its working directory.</summary>
    /// <typeparam name="T">The kind of executable.</typeparam>
    /// <param name="builder">The executable's builder.</param>
    /// <param name="configure">Sets the container up; null for nothing to set up.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> PublishAsDockerFile<T>(this IResourceBuilder<T> builder, Action<IResourceBuilder<ContainerResource>>? configure)
        where T : ExecutableResource => DockerfilePublishing.Apply(
            builder, () => builder.Resource.WorkingDirectory, container => configure?.Invoke(container), configure);
}
