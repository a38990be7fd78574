using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ContainerResourceBuilderExtensions
{
    private const string DigestPrefix = "sha256:";

    /// <summary>Lets a container see a volume.</summary>
    /// <typeparam name="T">The kind of container.</typeparam>
    /// <param name="builder">The container's builder.</param>
    /// <param name="name">The volume's name; null for an anonymous one.</param>
    /// <param name="target">The path in the container.</param>
    /// <param name="isReadOnly">Whether the container can only read it.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithVolume<T>(this IResourceBuilder<T> builder, string? name, string target, bool isReadOnly = false)
        where T : ContainerResource => builder.WithAnnotation(new ContainerMountAnnotation(name, target, ContainerMountType.Volume, isReadOnly));

    /// <summary>Lets a container see an anonymous volume.</summary>
    /// <typeparam name="T">The kind of container.</typeparam>
    /// <param name="builder">The container's builder.</param>
    /// <param name="target">The path in the container.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithVolume<T>(this IResourceBuilder<T> builder, string target)
        where T : ContainerResource => builder.WithVolume(name: null, target);

    /// <summary>Lets a container see a file or folder of the machine.</summary>
    /// <typeparam name="T">The kind of container.</typeparam>
    /// <param name="builder">The container's builder.</param>
    /// <param name="source">The file or folder, relative to the application host.</param>
    /// <param name="target">The path in the container.</param>
    /// <param name="isReadOnly">Whether the container can only read it.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithBindMount<T>(this IResourceBuilder<T> builder, string source, string target, bool isReadOnly = false)
        where T : ContainerResource
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        var path = Path.IsPathRooted(source) ? source : Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory);
        return builder.WithAnnotation(new ContainerMountAnnotation(path, target, ContainerMountType.BindMount, isReadOnly));
    }

    /// <summary>Says what runs in a container instead of what its image says.</summary>
    /// <typeparam name="T">The kind of container.</typeparam>
    /// <param name="builder">The container's builder.</param>
    /// <param name="entrypoint">The program.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEntrypoint<T>(this IResourceBuilder<T> builder, string entrypoint)
        where T : ContainerResource
    {
        ArgumentNullException.ThrowIfNull(entrypoint);
        builder.Resource.Entrypoint = entrypoint;
        return builder;
    }

    /// <summary>Says how long a container lives.</summary>
    /// <typeparam name="T">The kind of container.</typeparam>
    /// <param name="builder">The container's builder.</param>
    /// <param name="lifetime">How long.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithLifetime<T>(this IResourceBuilder<T> builder, ContainerLifetime lifetime)
        where T : ContainerResource =>
        builder.WithAnnotation(new ContainerLifetimeAnnotation { Lifetime = lifetime }, ResourceAnnotationMutationBehavior.Replace);

    /// <summary>Gives a container another image.</summary>
    /// <typeparam name="T">The kind of container.</typeparam>
    /// <param name="builder">The container's builder.</param>
    /// <param name="image">The image, with or without registry, tag or digest.</param>
    /// <param name="tag">The tag; null for the one in <paramref name="image"/> or else <c>latest</c>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">There are two tags.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is a tag and a digest, or the digest is no SHA-256.</exception>
    public static IResourceBuilder<T> WithImage<T>(this IResourceBuilder<T> builder, string image, string? tag = null)
        where T : ContainerResource
    {
        ArgumentException.ThrowIfNullOrEmpty(image);
        var (name, ownTag, digest) = Parse(image);
        if (tag is not null && ownTag is not null)
        {
            throw new InvalidOperationException($"There are two tags for image '{image}': its own and '{tag}'.");
        }

        if (tag is not null && digest is not null)
        {
            throw new ArgumentOutOfRangeException(nameof(tag), tag, $"Image '{image}' has a digest, which leaves no choice of tag.");
        }

        if (digest?.StartsWith(DigestPrefix, StringComparison.Ordinal) == false)
        {
            throw new ArgumentOutOfRangeException(nameof(image), image, $"The digest of an image starts with '{DigestPrefix}'.");
        }

        var annotation = builder.Resource.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault();
        if (annotation is null)
        {
            annotation = new() { Image = name };
            builder.WithAnnotation(annotation);
        }

        annotation.Image = name;
        annotation.Tag = ownTag ?? tag ?? "latest";
        if (digest is not null)
        {
            annotation.SHA256 = digest[DigestPrefix.Length..];
        }

        return builder;
    }

    /// <summary>Chooses the tag of a container's image.</summary>
    /// <typeparam name="T">The kind of container.</typeparam>
    /// <param name="builder">The container's builder.</param>
    /// <param name="tag">The tag.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">There is no image yet.</exception>
    public static IResourceBuilder<T> WithImageTag<T>(this IResourceBuilder<T> builder, string tag)
        where T : ContainerResource => builder.ChangeImage(image => image.Tag = tag);

    /// <summary>Chooses the registry of a container's image.</summary>
    /// <typeparam name="T">The kind of container.</typeparam>
    /// <param name="builder">The container's builder.</param>
    /// <param name="registry">The registry; null for the default one.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">There is no image yet.</exception>
    public static IResourceBuilder<T> WithImageRegistry<T>(this IResourceBuilder<T> builder, string? registry)
        where T : ContainerResource => builder.ChangeImage(image => image.Registry = registry);

    /// <summary>Chooses a container's image by its digest.</summary>
    /// <typeparam name="T">The kind of container.</typeparam>
    /// <param name="builder">The container's builder.</param>
    /// <param name="sha256">The digest, without <c>sha256:</c>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">There is no image yet.</exception>
    public static IResourceBuilder<T> WithImageSHA256<T>(this IResourceBuilder<T> builder, string sha256)
        where T : ContainerResource => builder.ChangeImage(image => image.SHA256 = sha256);

    private static IResourceBuilder<T> ChangeImage<T>(this IResourceBuilder<T> builder, Action<ContainerImageAnnotation> change)
        where T : ContainerResource
    {
        change(builder.Resource.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault()
            ?? throw new InvalidOperationException($"Resource '{builder.Resource.Name}' has no image yet: call WithImage first."));
        return builder;
    }

    // A colon before the last slash belongs to the registry's port.
    private static (string Name, string? Tag, string? Digest) Parse(string image)
    {
        var digestAt = image.IndexOf('@', StringComparison.Ordinal);
        var digest = digestAt < 0 ? null : image[(digestAt + 1)..];
        var rest = digestAt < 0 ? image : image[..digestAt];
        var tagAt = rest.LastIndexOf(':');
        return tagAt > rest.LastIndexOf('/') ? (rest[..tagAt], rest[(tagAt + 1)..], digest) : (rest, null, digest);
    }
}
