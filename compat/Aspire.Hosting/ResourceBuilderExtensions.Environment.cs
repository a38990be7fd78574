using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Sets an environment variable.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value; null for empty.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment => builder.WithVariable(name, value ?? string.Empty);

    /// <summary>Sets an environment variable to an interpolated string of endpoints and the like.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="name">The variable.</param>
    /// <param name="value">The interpolated string.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string name, in ReferenceExpression.ExpressionInterpolatedStringHandler value)
        where T : IResourceWithEnvironment => builder.WithVariable(name, ReferenceExpression.Create(value));

    /// <summary>Sets an environment variable to an expression.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="name">The variable.</param>
    /// <param name="value">The expression.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, ReferenceExpression value)
        where T : IResourceWithEnvironment => builder.WithVariable(name, value);

    /// <summary>Sets an environment variable to the address of an endpoint.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="name">The variable.</param>
    /// <param name="endpointReference">The endpoint.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment => builder.WithVariable(name, endpointReference);

    /// <summary>Sets an environment variable to what a callback answers when the resource starts.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="name">The variable.</param>
    /// <param name="callback">The callback.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, Func<string> callback)
        where T : IResourceWithEnvironment => builder.WithEnvironment(context => context.EnvironmentVariables[name] = callback());

    /// <summary>Sets environment variables when the resource starts.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="callback">Sets them.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, Action<EnvironmentCallbackContext> callback)
        where T : IResourceWithEnvironment => builder.WithAnnotation(new EnvironmentCallbackAnnotation(callback));

    /// <summary>Sets environment variables when the resource starts.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="callback">Sets them.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, Func<EnvironmentCallbackContext, Task> callback)
        where T : IResourceWithEnvironment => builder.WithAnnotation(new EnvironmentCallbackAnnotation(callback));

    /// <summary>Sets an environment variable to the value of a parameter.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="name">The variable's name.</param>
    /// <param name="parameter">The parameter.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment => builder.WithVariable(name, parameter.Resource);

    /// <summary>Sets an environment variable to the address of an external service.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="name">The variable's name.</param>
    /// <param name="externalService">The service.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string name, IResourceBuilder<ExternalServiceResource> externalService)
        where T : IResourceWithEnvironment
    {
        var service = externalService.Resource;
        return builder.WithVariable(name, service.UrlParameter is { } parameter ? parameter : service.Uri!.ToString());
    }

    /// <summary>Sets an environment variable to the connection string of a resource.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="envVarName">The variable's name.</param>
    /// <param name="resource">The other resource.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string envVarName, IResourceBuilder<IResourceWithConnectionString> resource)
        where T : IResourceWithEnvironment => builder.WithVariable(envVarName, new ConnectionStringReference(resource.Resource, optional: false));

    /// <summary>Sets an environment variable to a value that is known later.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <typeparam name="TValue">The kind of value.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="name">The variable's name.</param>
    /// <param name="value">The value.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T, TValue>(this IResourceBuilder<T> builder, string name, TValue value)
        where T : IResourceWithEnvironment
        where TValue : IValueProvider, IManifestExpressionProvider => builder.WithVariable(name, value);

    private static IResourceBuilder<T> WithVariable<T>(this IResourceBuilder<T> builder, string name, object value)
        where T : IResourceWithEnvironment
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return builder.WithEnvironment(context => context.EnvironmentVariables[name] = value);
    }
}
