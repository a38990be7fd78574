using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds containers to an application and sets them up.</summary>
public static partial class ContainerResourceBuilderExtensions
{
    /// <summary>Adds a container.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">Its name.</param>
    /// <param name="image">Its image, with or without registry, tag or digest.</param>
    /// <returns>The container's builder.</returns>
    public static IResourceBuilder<ContainerResource> AddContainer(this IDistributedApplicationBuilder builder, string name, string image) =>
        builder.AddResource(new ContainerResource(name)).WithImage(image);

    /// <summary>Adds a container.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">Its name.</param>
    /// <param name="image">Its image.</param>
    /// <param name="tag">The image's tag.</param>
    /// <returns>The container's builder.</returns>
    public static IResourceBuilder<ContainerResource> AddContainer(
        this IDistributedApplicationBuilder builder, string name, string image, string tag) => builder.AddContainer(name, image).WithImageTag(tag);

    /// <summary>Adds a container whose image is built from a Dockerfile.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">Its name.</param>
    /// <param name="contextPath">The folder that the build sees, relative to the application host.</param>
    /// <param name="dockerfilePath">The Dockerfile, relative to that folder; null for <c>Dockerfile</c>.</param>
    /// <param name="stage">The stage to build; null for the last.</param>
    /// <returns>The container's builder.</returns>
    public static IResourceBuilder<ContainerResource> AddDockerfile(
        this IDistributedApplicationBuilder builder, string name, string contextPath, string? dockerfilePath = null, string? stage = null) =>
        builder.AddContainer(name, name).WithDockerfile(contextPath, dockerfilePath, stage);

    /// <summary>Builds a container's image from a Dockerfile.</summary>
    /// <typeparam name="T">The kind of container.</typeparam>
    /// <param name="builder">The container's builder.</param>
    /// <param name="contextPath">The folder that the build sees, relative to the application host.</param>
    /// <param name="dockerfilePath">The Dockerfile, relative to that folder; null for <c>Dockerfile</c>.</param>
    /// <param name="stage">The stage to build; null for the last.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithDockerfile<T>(
        this IResourceBuilder<T> builder, string contextPath, string? dockerfilePath = null, string? stage = null)
        where T : ContainerResource
    {
        ArgumentException.ThrowIfNullOrEmpty(contextPath);
        var context = Path.TrimEndingDirectorySeparator(Path.GetFullPath(contextPath, builder.ApplicationBuilder.AppHostDirectory));
        var dockerfile = Path.GetFullPath(dockerfilePath ?? "Dockerfile", context);
        return builder.WithAnnotation(new DockerfileBuildAnnotation(context, dockerfile, stage), ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>Gives the build of a container's image an argument.</summary>
    /// <typeparam name="T">The kind of container.</typeparam>
    /// <param name="builder">The container's builder.</param>
    /// <param name="name">The argument's name.</param>
    /// <param name="value">Its value; null to take it from the environment of the build.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The image is not built from a Dockerfile.</exception>
    public static IResourceBuilder<T> WithBuildArg<T>(this IResourceBuilder<T> builder, string name, object? value)
        where T : ContainerResource
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        BuildOf(builder).BuildArguments[name] = value;
        return builder;
    }

    /// <summary>Gives the build of a container's image an argument.</summary>
    /// <typeparam name="T">The kind of container.</typeparam>
    /// <param name="builder">The container's builder.</param>
    /// <param name="name">The argument's name.</param>
    /// <param name="value">The parameter that has its value.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The image is not built from a Dockerfile, or the parameter is secret.</exception>
    public static IResourceBuilder<T> WithBuildArg<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> value)
        where T : ContainerResource => value.Resource.Secret
            ? throw new InvalidOperationException($"Parameter '{value.Resource.Name}' is secret; give it to the build by WithBuildSecret.")
            : builder.WithBuildArg(name, value.Resource);

    /// <summary>Gives the build of a container's image a secret.</summary>
    /// <typeparam name="T">The kind of container.</typeparam>
    /// <param name="builder">The container's builder.</param>
    /// <param name="name">The secret's name.</param>
    /// <param name="value">The parameter that has its value.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The image is not built from a Dockerfile.</exception>
    public static IResourceBuilder<T> WithBuildSecret<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> value)
        where T : ContainerResource
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        BuildOf(builder).BuildSecrets[name] = value.Resource;
        return builder;
    }

    /// <summary>Makes sure that the manifest has the container itself and not, say, its connection string.</summary>
    /// <typeparam name="T">The kind of container.</typeparam>
    /// <param name="builder">The container's builder.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> PublishAsContainer<T>(this IResourceBuilder<T> builder)
        where T : ContainerResource => builder.WithManifestPublishingCallback(context => context.WriteContainerAsync(builder.Resource));

    private static DockerfileBuildAnnotation BuildOf<T>(IResourceBuilder<T> builder)
        where T : ContainerResource => builder.Resource.Annotations.OfType<DockerfileBuildAnnotation>().SingleOrDefault()
            ?? throw new InvalidOperationException($"The image of resource '{builder.Resource.Name}' is not built from a Dockerfile: call WithDockerfile first.");
}
