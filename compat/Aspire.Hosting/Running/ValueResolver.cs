using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>Turns values of the model into text for one instance: only it knows the ports that it listens on itself.</summary>
internal static class ValueResolver
{
    public static async ValueTask<string> TextAsync(object value, ResourceInstance instance, CancellationToken cancellationToken) => value switch
    {
        string text => text,
        ReferenceExpression expression => await TextAsync(expression, instance, cancellationToken),
        EndpointReferenceExpression { Property: EndpointProperty.TargetPort } part => TargetPort(part.Endpoint, instance),
        IValueProvider provider => await provider.GetValueAsync(cancellationToken) ?? string.Empty,
        IResourceBuilder<IResource> { Resource: IValueProvider provider } => await provider.GetValueAsync(cancellationToken) ?? string.Empty,
        _ => throw new DistributedApplicationException($"A value of type {value.GetType().Name} can be neither an argument nor an environment variable."),
    };

    private static async ValueTask<string> TextAsync(ReferenceExpression expression, ResourceInstance instance, CancellationToken cancellationToken)
    {
        var values = new object?[expression.ValueProviders.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = await TextAsync(expression.ValueProviders[i], instance, cancellationToken);
        }

        return string.Format(CultureInfo.InvariantCulture, expression.Format, values);
    }

    private static string TargetPort(EndpointReference endpoint, ResourceInstance instance)
    {
        if (endpoint.Resource != instance.Resource)
        {
            return endpoint.Value(EndpointProperty.TargetPort);
        }

        return instance.TargetPort(endpoint.EndpointAnnotation).ToString(CultureInfo.InvariantCulture);
    }
}
