using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Finds resources again that were added before.</summary>
public static class DistributedApplicationBuilderExtensions
{
    /// <summary>A builder for a resource that was added before.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">The resource's name.</param>
    /// <returns>The resource's builder.</returns>
    /// <exception cref="InvalidOperationException">There is no resource of that name, or it is of another kind.</exception>
    public static IResourceBuilder<T> CreateResourceBuilder<T>(this IDistributedApplicationBuilder builder, string name)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return builder.Resources.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase)) switch
        {
            null => throw new InvalidOperationException($"Resource '{name}' was not found."),
            T resource => builder.CreateResourceBuilder(resource),
            var other => throw new InvalidOperationException($"Resource '{name}' is of type {other.GetType().Name}, not {typeof(T).Name}."),
        };
    }
}
