namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of an endpoint's address, looked up when it is needed.</summary>
/// <param name="endpointReference">The endpoint.</param>
/// <param name="property">Which part.</param>
public class EndpointReferenceExpression(EndpointReference endpointReference, EndpointProperty property)
    : IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    /// <summary>The endpoint.</summary>
    public EndpointReference Endpoint { get; } = endpointReference ?? throw new ArgumentNullException(nameof(endpointReference));

    /// <summary>Which part of its address.</summary>
    public EndpointProperty Property { get; } = property;

    /// <inheritdoc/>
    public string ValueExpression => Property switch
    {
        EndpointProperty.Url => Expression("url"),
        EndpointProperty.Host or EndpointProperty.IPV4Host => Expression("host"),
        EndpointProperty.Port => Expression("port"),
        EndpointProperty.Scheme => Expression("scheme"),
        EndpointProperty.TargetPort => Expression("targetPort"),
        EndpointProperty.HostAndPort => $"{Expression("host")}:{Expression("port")}",
        _ => throw new InvalidOperationException($"There is no endpoint property {Property}."),
    };

    IEnumerable<object> IValueWithReferences.References => [Endpoint];

    /// <inheritdoc/>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<string?>(Endpoint.Value(Property));

    private string Expression(string part) => $"{{{Endpoint.Resource.Name}.bindings.{Endpoint.EndpointName}.{part}}}";
}
