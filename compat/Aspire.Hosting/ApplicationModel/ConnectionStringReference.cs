namespace Aspire.Hosting.ApplicationModel;

/// <summary>The connection string of a resource, as the value of another's variable.</summary>
/// <param name="resource">The resource.</param>
/// <param name="optional">Whether there may be none.</param>
public class ConnectionStringReference(IResourceWithConnectionString resource, bool optional)
    : IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    /// <summary>The resource.</summary>
    public IResourceWithConnectionString Resource { get; } = resource ?? throw new ArgumentNullException(nameof(resource));

    /// <summary>Whether there may be none.</summary>
    public bool Optional { get; } = optional;

    string IManifestExpressionProvider.ValueExpression => Resource.ValueExpression;

    IEnumerable<object> IValueWithReferences.References => [Resource];

    async ValueTask<string?> IValueProvider.GetValueAsync(CancellationToken cancellationToken)
    {
        try
        {
            var value = await Resource.GetValueAsync(cancellationToken);
            return !string.IsNullOrEmpty(value) || Optional
                ? value
                : throw new DistributedApplicationException($"Resource '{Resource.Name}' has no connection string.");
        }
        catch (MissingParameterValueException) when (Optional)
        {
            return null;
        }
    }
}
