namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that others reach by a connection string.</summary>
public interface IResourceWithConnectionString : IResource, IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    /// <summary>The connection string.</summary>
    ReferenceExpression ConnectionStringExpression { get; }

    /// <summary>The variable that resources get it in; null for <c>ConnectionStrings__name</c>.</summary>
    string? ConnectionStringEnvironmentVariable => null;

    /// <inheritdoc/>
    string IManifestExpressionProvider.ValueExpression => $"{{{Name}.connectionString}}";

    /// <inheritdoc/>
    IEnumerable<object> IValueWithReferences.References => [ConnectionStringExpression];

    /// <summary>Gets the connection string.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The connection string; null if there is none.</returns>
    ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) =>
        ConnectionStringExpression.GetValueAsync(cancellationToken);

    /// <inheritdoc/>
    ValueTask<string?> IValueProvider.GetValueAsync(CancellationToken cancellationToken) => GetConnectionStringAsync(cancellationToken);
}
